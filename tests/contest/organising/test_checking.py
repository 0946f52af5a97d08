"""Every complaint of `contest check`, at its file and line."""

from __future__ import annotations

import io
import zipfile

import pytest

from contest.organising.checking import check_package
from contest.organising.package_reading import read_zip

GOOD = {
    "contest.toml": """[contest]
code = "c"
[[stage]]
code = "s"
rank_within = "unit"
ties = ["part:p", "decision"]
promote = [{ best = 1, to = "f" }]
awards = [{ name = "A", count = 1 }]
[[stage.part]]
code = "p"
method = "panel"
criteria = [{ code = "x", max = 10, step = 0.5 }, { code = "y", max = 5, min = 1, step = 0.25 }]
time = { maximum = 60, over = [{ after = 5, points = -1 }] }
[[stage.part]]
code = "q"
method = "quiz"
max = 20
[[stage]]
code = "f"
carry = [{ stage = "s", weight = 1 }]
titles = [{ name = "T", when = ["part:z >= 5"] }]
[[stage.part]]
code = "z"
method = "entered"
""",
    "units.csv": "code,name,parent,headcount\nt,Thị xã,,\nu,Xã U,t,10\n",
    "entrants.csv": "code,name,unit,status,stage,room\n1,An,u,,,r\n2,Bình,u,in,s,\n3,Chi,u,reserve,,\n",
    "rooms.csv": "code,name,entry_code,networks\nr,Phòng 1,SEN,10.0.0.0/8 ::1\n",
    "panels.csv": "stage,part,unit,judge,name,head\ns,p,,a,A,1\ns,p,,b,B,\n",
    "windows.csv": "stage,part,unit,opens,closes\n"
    "s,,,2018-08-01 08:00,2018-08-01 24:00\n"
    "s,p,u,01/08/2018 08:00,02/08/2018 08:00\n",
    "marks.csv": "stage,part,entrant,judge,criterion,mark,at\n"
    "s,p,1,a,x,9.5,\ns,p,1,a,y,1.25,2018-08-01T09:00:00+07:00\ns,p,1,b,x,,\n",
    "points.csv": "stage,part,entrant,points,seconds,submitted,prediction\ns,q,1,18,30,2018-08-01 09:00:00,\ns,p,1,,65,,\n",
    "decisions.csv": "stage,entrant,kind,value,reason\ns,1,penalty,-0.5,Nói quá giờ\ns,2,external:nckh,2.5,x\n",
}


def told(files: dict[str, str]) -> list[str]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return [str(problem) for problem in check_package(read_zip(buffer.getvalue()))]


def test_a_good_package_has_no_problem() -> None:
    assert told(GOOD) == []


TOML = [
    ('code = "f"\ncarry', 'code = "s"\ncarry', "19: Mã vòng “s” có hai lần."),
    ('[contest]\n', '[contest]\ntimezone = "Asia/Hanoi2"\n', "2: Không có múi giờ “Asia/Hanoi2”."),
    ('code = "q"', 'code = "p"', "15: Mã phần thi “p” có hai lần trong vòng."),
    ('code = "z"', 'code = "total"',
     "23: Mã phần thi không thể là “total”: đó là tên một cột của bảng kết quả."),
    ('"part:p", "decision"', '"part:pp"', "6: Quy tắc “part:pp”: vòng này không có phần thi “pp”."),
    ('"part:p", "decision"', '"decision", "shared", "name"',
     "6: cảnh báo: Quy tắc “name” đứng sau “shared” nên không bao giờ được dùng đến."),
    ('"part:p", "decision"', '"decision", "decision"', "6: cảnh báo: Quy tắc “decision” có hai lần."),
    ('"part:p", "decision"', '"part:p"',
     "8: cảnh báo: Số lượng “A” (1) có thể bị vượt khi bằng điểm: ties kết thúc bằng đồng hạng. "
     "Hãy thêm “decision” nếu trưởng ban sẽ quyết định."),
    ('"part:p", "decision"', '"name"',
     "7: cảnh báo: cut_ties = “decision” không bao giờ được dùng đến: “name” trong ties đã xếp hết thứ tự."),
    ('best = 1, to = "f"', 'best = 1, to = "g"', "7: Không chọn vào vòng “g” được: phải là một vòng sau."),
    ('best = 1, to = "f"', 'best = 1, to = "s"', "7: Không chọn vào vòng “s” được: phải là một vòng sau."),
    ('best = 1, to = "f"', 'best = 5, to = "f"',
     "7: cảnh báo: Chọn 5 người vào vòng sau mà “u” chỉ có 2 người."),
    ('name = "A", count = 1', 'name = "A", count = 3', "8: cảnh báo: Có 3 giải mà nhiều nhất chỉ 2 người dự."),
    ('name = "A", count = 1', 'name = "A" }, { name = "B"',
     "8: cảnh báo: “B” không bao giờ được trao: “A” không giới hạn số lượng và điểm tối thiểu."),
    ('name = "A", count = 1', 'name = "A", minimum = 5 }, { name = "B", minimum = 6',
     "8: cảnh báo: “B” đòi 6 điểm, cao hơn giải đứng trước (5)."),
    ('max = 10, step', 'max = 0, step', "12: Tiêu chí “x”: điểm cao nhất (max) phải hơn 0."),
    ('max = 10, step = 0.5', 'max = 10, step = 0', "12: Tiêu chí “x”: bước điểm (step) phải lớn hơn 0."),
    ('max = 10, step = 0.5', 'max = 10, step = 3, factor = 0',
     "12: cảnh báo: Tiêu chí “x” có hệ số (factor) 0 nên không được tính."),
    ('maximum = 60, over', 'over', "13: Phạt quá giờ (over) cần có thời gian tối đa (maximum)."),
    ('maximum = 60, over', 'minimum = 90, maximum = 60, over', "13: Thời gian tối thiểu lớn hơn tối đa."),
    ('points = -1 }]', 'points = 1 }]',
     "13: cảnh báo: Mức phạt có điểm dương (1) nên lại cộng thêm; hãy ghi số âm nếu muốn trừ."),
    ('points = -1 }]', 'points = -1, stop = true }, { after = 9, points = -2 }]',
     "13: cảnh báo: Mức sau 9 giây không bao giờ đến: phần thi đã dừng ở 5 giây."),
    ('max = 20', 'max = 20\ncombine = { by = "sum" }',
     "18: cảnh báo: “combine” không có tác dụng khi method = “quiz”."),
    ('time = {', 'round = { total = 1 }\ntime = {',
     "13: cảnh báo: round.total chỉ có tác dụng khi ghi ở vòng (stage), không ở phần thi."),
    ('time = {', 'round = { criterion = 1 }\ntime = {',
     "13: cảnh báo: round.criterion không có tác dụng khi over = “sheet”: phiếu được cộng nguyên, rồi mới làm tròn."),
    ('time = {', 'combine = { over = "criterion" }\ndivergence = { gap = 2 }\ntime = {',
     "14: divergence so hai phiếu với nhau nên chỉ đi với over = “sheet”."),
    ('time = {', 'combine = { drop_highest = 1, drop_lowest = 1 }\ntime = {', None),
    ('stage = "s", weight = 1', 'stage = "x", weight = 1',
     "20: Không mang điểm từ vòng “x” sang được: phải là một vòng trước."),
    ('stage = "s", weight = 1', 'stage = "s", weight = -1', "20: Hệ số (weight) không thể âm."),
    ('carry = [{ stage = "s", weight = 1 }]', 'total = "average"\ncarry = [{ stage = "s", weight = -1 }]',
     "20: Không lấy trung bình được: tổng các hệ số (weight) bằng 0."),
    ('part:z >= 5', 'part:w >= 5', "21: “T”: vòng này không có phần thi “w”."),
    ('"part:z >= 5"', '', "21: cảnh báo: “T” không có điều kiện (when) nên ai cũng được."),
    ('when = ["part:z >= 5"] }', 'when = ["total > 1"] }, { name = "U", when = ["total > 1"] }',
     "21: cảnh báo: “U” không bao giờ được trao: một danh hiệu đứng trước có cùng điều kiện."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "text"), TOML)
def test_rules(old: str, new: str, text: str | None) -> None:
    assert old in GOOD["contest.toml"]
    found = told(GOOD | {"contest.toml": GOOD["contest.toml"].replace(old, new, 1)})
    if text is None:
        assert found == [
            "panels.csv:2: Ban có 2 giám khảo mà phần “p” bỏ 2 điểm cao nhất, thấp nhất: không còn phiếu nào."
        ]
    else:
        assert f"contest.toml:{text}" in found


@pytest.mark.parametrize(("topic", "is_told"), [("Luật", True), ("", True), ("Sử", False)])
def test_practice_shows_the_keys_of_what_a_quiz_may_draw(topic: str, is_told: bool) -> None:
    counted = 'max = 20\nquiz = { seconds = 600, draw = [{ topic = "luật", count = 5 }] }\n'
    practice = f'draw = [{{ topic = "{topic}", difficulty = "easy", count = 5 }}]'
    practice = f'[[stage.part]]\ncode = "l"\nmethod = "quiz"\nquiz = {{ practice = true, {practice} }}\n'
    files = GOOD | {"contest.toml": GOOD["contest.toml"].replace("max = 20\n", counted + practice)}
    told_of = "Phần luyện tập này cho xem đáp án, mà phần “q” có thể rút cùng những câu ấy."
    assert any(told_of in one for one in told(files)) == is_told


TABLES = [
    ("units.csv", "u,Xã U", "t,Xã U", "3: Mã đơn vị “t” đã có ở dòng 2."),
    ("units.csv", "Thị xã,,", "Thị xã,u,", "2: Đơn vị “t” nằm trong chính nó qua cột parent."),
    ("units.csv", ",t,10", ",t,nhiều", "3: Số người (headcount) phải là số nguyên, không phải “nhiều”."),
    ("units.csv", "u,Xã U,t", "u,Xã U,tt", "3: Không có đơn vị “tt” trong units.csv. Ý đồng chí là “t”?"),
    ("entrants.csv", "2,Bình", "1,Bình", "3: Số báo danh “1” đã có ở dòng 2."),
    ("entrants.csv", "2,Bình", ",Bình", "3: Thiếu mã."),
    ("entrants.csv", "2,Bình", "2,", "3: Thiếu họ tên (name)."),
    ("entrants.csv", "An,u", "An,x", "2: Không có đơn vị “x” trong units.csv."),
    ("entrants.csv", "An,u", "An,", "2: Vòng “s” xếp hạng theo đơn vị mà thí sinh chưa có đơn vị."),
    ("entrants.csv", "reserve", "reserved",
     "4: Không có trạng thái “reserved”; hãy để trống hoặc chọn: in, reserve, withdrawn, disqualified, guest. "
     "Ý đồng chí là “reserve”?"),
    ("entrants.csv", "in,s", "in,sơ", "3: Không có vòng “sơ”. Ý đồng chí là “s”?"),
    ("entrants.csv", ",,r", ",,x", "2: Không có phòng “x” trong rooms.csv."),
    ("rooms.csv", "r,Phòng 1", ",Phòng 1", "2: Thiếu mã."),
    ("rooms.csv", "::1\n", "::1\nr,,,\n", "3: Mã phòng “r” đã có ở dòng 2."),
    ("rooms.csv", "r,Phòng 1,SEN", f"r,Phòng 1,{'S' * 21}", "2: Mã vào phòng dài quá 20 ký tự."),
    ("rooms.csv", "::1", "mạng-1",
     "2: “mạng-1” không phải dải địa chỉ mạng. Ví dụ đúng: 192.168.1.0/24, mỗi dải một dòng."),
    ("marks.csv", "s,p,1,a,x", "s,k,1,a,x", "2: Vòng “s” không có phần thi “k”."),
    ("marks.csv", "s,p,1,a,x", "s,q,1,a,x", "2: Phần “q” không do giám khảo chấm; điểm của nó nằm ở points.csv."),
    ("marks.csv", "s,p,1,a,x", ",p,1,a,x", "2: Thiếu mã vòng (stage)."),
    ("marks.csv", "s,p,1,a,x", "s,p,9,a,x", "2: Không có thí sinh “9” trong entrants.csv."),
    ("marks.csv", "s,p,1,a,x", "s,p,1,,x", "2: Thiếu mã giám khảo (judge)."),
    ("marks.csv", "s,p,1,a,x", "s,p,1,c,x", "2: Giám khảo “c” không có trong ban chấm phần “p”."),
    ("marks.csv", "s,p,1,a,x", "s,p,1,a,t", "2: Phần “p” không có tiêu chí “t”."),
    ("marks.csv", "9.5", "chín", "2: Điểm “chín” không phải là số; để trống nếu không chấm."),
    ("marks.csv", "9.5", "10.5", "2: Điểm 10.5 vượt điểm cao nhất 10 của tiêu chí “x”."),
    ("marks.csv", "9.5", "-1", "2: Điểm -1 thấp hơn điểm thấp nhất 0 của tiêu chí “x”."),
    ("marks.csv", "9.5", "9.3", "2: Điểm 9.3 không theo bước điểm 0.5 của tiêu chí “x”."),
    ("marks.csv", "1,a,y,1.25", "1,a,x,9.5",
     "3: cảnh báo: Điểm của giám khảo này cho tiêu chí này đã có ở dòng 2."),
    ("marks.csv", "1,a,y,1.25", "1,a,x,9", "3: Điểm của giám khảo này cho tiêu chí này đã có ở dòng 2."),
    ("marks.csv", "2018-08-01T09:00:00+07:00", "sáng",
     "3: Không hiểu thời gian “sáng”; hãy viết như 2018-08-20 08:00:00."),
    ("points.csv", "18,30", "21,30", "2: Điểm 21 vượt điểm cao nhất 20 của phần “q”."),
    ("points.csv", "18,30", "18,-30", "2: Số giây không thể âm."),
    ("points.csv", "18,30", "x,y", "2: Điểm “x” không phải là số."),
    ("points.csv", "18,30", "x,y", "2: Số giây “y” không phải là số."),
    ("points.csv", "s,p,1,,65", "s,p,1,5,65",
     "3: Phần “p” do giám khảo chấm; điểm của nó nằm ở marks.csv, ở đây chỉ ghi số giây."),
    ("points.csv", "09:00:00,\n", "09:00:00,mười\n", "2: Dự đoán “mười” không phải là số."),
    ("points.csv", "s,p,1,,65,,\n", "s,q,1,17,,,\n",
     "3: cảnh báo: Thí sinh này đã có ở dòng 2; lần có điểm cao nhất được tính. "
     "Hãy ghi attempts nếu đúng là làm nhiều lần."),
    ("decisions.csv", "penalty", "penalti", "2: Không có loại quyết định “penalti”. Ý đồng chí là “penalty”?"),
    ("decisions.csv", "-0.5", "nửa", "2: Quyết định “penalty” cần một số, không phải “nửa”."),
    ("decisions.csv", "s,1,penalty", ",1,penalty", "2: Thiếu mã vòng (stage)."),
    ("decisions.csv", "penalty,-0.5", "substitute,8", "2: Không có thí sinh “8” trong entrants.csv."),
    ("decisions.csv", "Nói quá giờ", "", "2: cảnh báo: Quyết định chưa ghi lý do (reason)."),
    ("decisions.csv", "2,external:nckh,2.5", "1,order,2\ns,1,order,1",
     "4: cảnh báo: Quyết định này đã có ở dòng 3; dòng sau được tính."),
    ("panels.csv", "b,B,", "a,B,", "3: Giám khảo “a” đã có trong ban này ở dòng 2."),
    ("panels.csv", "b,B,", "b,B,x", "2: Ban giám khảo này có 2 trưởng ban."),
    ("panels.csv", "b,B,", "b,B,phó",
     "3: Cột head ghi 1 cho trưởng ban và để trống cho người khác, không phải “phó”."),
    ("panels.csv", "s,p,,b", "s,k,,b", "3: Vòng “s” không có phần thi “k”."),
    ("windows.csv", "2018-08-01 24:00", "2018-08-01 08:00", "2: Giờ đóng phải sau giờ mở."),
    ("windows.csv", "01/08/2018 08:00", "hôm nay",
     "3: Không hiểu thời gian “hôm nay”; hãy viết như 2018-08-20 08:00."),
    ("windows.csv", "s,p,u,", "s,,,", "3: Lịch cho chỗ này đã có ở dòng 2."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "text"), TABLES)
def test_tables(file: str, old: str, new: str, text: str) -> None:
    assert old in GOOD[file]
    assert f"{file}:{text}" in told(GOOD | {file: GOOD[file].replace(old, new, 1)})


def test_problems_come_by_file_and_line() -> None:
    broken = GOOD | {
        "marks.csv": GOOD["marks.csv"].replace("9.5", "99").replace("1.25", "77"),
        "contest.toml": GOOD["contest.toml"].replace("part:z", "part:w"),
    }
    assert [line.split(": ")[0] for line in told(broken)] == ["contest.toml:21", "marks.csv:2", "marks.csv:3"]
