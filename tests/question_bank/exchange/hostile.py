"""Files that mean harm, and sound ones to damage, for the tests of every reader."""

from __future__ import annotations

import base64
import io
import zipfile

from question_bank.exchange.writers import writers
from tests.question_bank.making import picture, single

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "0123456789">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
QUADRATIC = '<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "' + "x" * 50_000 + '">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ITEM = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="t" adaptive="false" '
    'timeDependent="false"><responseDeclaration identifier="R" cardinality="single" baseType="identifier">'
    "<correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody>{text}"
    '<choiceInteraction responseIdentifier="R" shuffle="false" maxChoices="1"><simpleChoice identifier="A">Huế'
    '</simpleChoice><simpleChoice identifier="B">Vinh</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
)
QUIZ = (
    '<quiz><question type="multichoice"><questiontext format="html"><text>{text}</text></questiontext>'
    '<answer fraction="100"><text>Huế</text></answer><answer fraction="0"><text>Vinh</text></answer></question></quiz>'
)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def sound() -> dict[str, bytes]:
    """{name: file} of one small list in each format."""
    questions = [single("Thủ đô?", code="K1"), single("Cố đô?", "Huế", "Vinh", code="K2")]
    found = {f"a.{one.extension}": one.write(questions, {}, {}) for one in writers().values()}
    found["aiken.txt"] = "Thủ đô?\nA. Huế\nB. Hà Nội\nANSWER: B\n".encode()
    found["item.xml"] = ITEM.format(text="<p>Thủ đô?</p>").encode()
    return found


RICH = (
    "<p>Thủ đô?</p><script>alert(1)</script><iframe src='javascript:alert(2)'>khung</iframe><svg><text>vẽ</text></svg>"
    "<p onclick='alert(3)'><a href='javascript:alert(4)'>Chọn</a><object data='http://evil.example/x'>vật</object></p>"
    "<img src='http://evil.example/a.png' alt='ảnh'/><img src='data:text/html;base64,PGI+' alt='dữ liệu'/>"
    "<style>p{}</style><math><mi>x</mi><annotation-xml encoding='text/html'><script>1</script></annotation-xml></math>"
)
LIE = base64.b64encode(b"MZ\x90\x00 this is a program").decode()
PICTURE = base64.b64encode(picture()).decode()
