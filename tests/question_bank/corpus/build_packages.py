"""Makes the corpus's archives, which can't be written by hand: `python -m tests.question_bank.corpus.build_packages`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.question_bank.making import picture

HERE = Path(__file__).parent
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def build(name: str, parts: dict[str, str | bytes]) -> None:
    """An archive of these files, the same each time."""
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as file:
        for path, content in parts.items():
            file.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), content)


def item(identifier: str, text: str, key: str = "A", more: str = "") -> str:
    """An item of QTI 2.1 with two options."""
    return (
        f'{HEAD}<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{identifier}" title="t" '
        'adaptive="false" timeDependent="false"><responseDeclaration identifier="RESPONSE" cardinality="single" '
        f'baseType="identifier"><correctResponse><value>{key}</value></correctResponse></responseDeclaration>{more}'
        f'<itemBody>{text}<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1"><simpleChoice '
        'identifier="A">Huế</simpleChoice><simpleChoice identifier="B">Hà Nội</simpleChoice></choiceInteraction>'
        "</itemBody></assessmentItem>"
    )


def manifest(*resources: str) -> str:
    """A manifest of QTI 2.1."""
    return (
        f'{HEAD}<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><metadata><schema>QTIv2.1 Package'
        "</schema><schemaversion>1.0.0</schemaversion></metadata><organizations/><resources>"
        f"{''.join(resources)}</resources></manifest>"
    )


def resource(path: str, kind: str = "imsqti_item_xmlv2p1", metadata: str = "") -> str:
    """One line of a manifest."""
    return f'<resource identifier="r-{path}" type="{kind}" href="{path}">{metadata}<file href="{path}"/></resource>'


def main() -> None:
    """All of them."""
    lom = (
        '<metadata><imsmd:lom xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_v1p2"><imsmd:general><imsmd:keyword>'
        '<imsmd:langstring xml:lang="vi">thủ đô</imsmd:langstring></imsmd:keyword></imsmd:general></imsmd:lom>'
        "</metadata>"
    )
    refs = "".join(
        f'<assessmentItemRef identifier="{name}" href="items/{name}.xml"/>' for name in ("two", "one", "gone")
    )
    test = (
        f'{HEAD}<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="Đề">'
        '<testPart identifier="p" navigationMode="linear" submissionMode="individual">'
        f'<assessmentSection identifier="s" title="Địa lý" visible="true">{refs}</assessmentSection></testPart>'
        "</assessmentTest>"
    )
    build(
        "qti-21-test-package.zip",
        {
            "imsmanifest.xml": manifest(
                resource("test.xml", "imsqti_test_xmlv2p1"),
                resource("items/one.xml", metadata=lom),
                resource("items/two.xml"),
            ),
            "test.xml": test,
            "items/one.xml": item("one", "<p>Thủ đô?</p>", "B"),
            "items/two.xml": item("two", '<p>Cố đô? <img src="../media/co%20do.png" alt="Cổng thành"/></p>'),
            "media/co do.png": picture(),
        },
    )
    build(
        "qti-items-without-manifest.zip",
        {"b.xml": item("b", "<p>Hai?</p>"), "a.xml": item("a", "<p>Một?</p>", "B")},
    )
    build(
        "qti-package-with-a-broken-item.zip",
        {
            "imsmanifest.xml": manifest(
                *(resource(f"{name}.xml") for name in ("sound", "broken", "keyless"))
            ),
            "sound.xml": item("sound", "<p>Lành?</p>"),
            "broken.xml": "<assessmentItem><itemBody>",
            "keyless.xml": item("keyless", "<p>Đáp án lạ?</p>", "Z"),
        },
    )


if __name__ == "__main__":
    main()
