# ruff: noqa: E501 - a question in a line is read at a glance
"""Questions whose words lay traps: letters with full stops, lists, numbers at the beginning, names of options."""

from __future__ import annotations

from tests.question_bank.exchange.habits import Asked


def _one(text: str, *options: str, key: int = 0) -> Asked:
    return Asked(text, options, (key,))


EASY = [
    _one(
        "Đảng Cộng sản Việt Nam được thành lập vào ngày, tháng, năm nào?",
        "3/2/1930",
        "2/9/1945",
        "19/8/1945",
        "30/4/1975",
    ),
    _one("Quốc hội có nhiệm kỳ mấy năm?", "4 năm", "5 năm", "6 năm", "3 năm", key=1),
    _one("Thủ đô của nước ta là", "Huế", "Thành phố Hồ Chí Minh", "Hà Nội", key=2),
    _one(
        "Cơ quan nào cấp thẻ căn cước cho công dân?",
        "Công an",
        "Tòa án nhân dân",
        "Ủy ban nhân dân xã",
        "Viện kiểm sát nhân dân",
    ),
    _one("Độ tuổi bầu cử tối thiểu là bao nhiêu?", "16 tuổi", "18 tuổi", "20 tuổi", "21 tuổi", key=1),
    _one("Nước ta có bao nhiêu dân tộc?", "52", "53", "54", "55", key=2),
    _one("Đường sắt Bắc – Nam dài khoảng bao nhiêu?", "1.726 km", "1.500 km", "2.100 km", "900 km"),
    _one(
        "Cảnh sát giao thông làm nhiệm vụ gì?",
        "Tuần tra, kiểm soát",
        "Thu thuế",
        "Cấp giấy khai sinh",
        "Xét xử",
        key=0,
    ),
    _one(
        "Chọn câu trả lời đúng nhất về quyền khiếu nại.",
        "Là quyền của công dân",
        "Là nghĩa vụ của cơ quan",
        "Là việc của Tòa án",
        "Tất cả các đáp án trên",
        key=0,
    ),
    _one("Văn bản nào có hiệu lực pháp lý cao nhất?", "Luật", "Nghị định", "Thông tư", "Hiến pháp", key=3),
]
TRAPS = [
    _one(
        "1975 là năm diễn ra sự kiện nào?",
        "Giải phóng miền Nam",
        "Thành lập Đảng",
        "Đổi mới",
        "Gia nhập ASEAN",
    ),
    _one("C. Mác sinh năm nào?", "1818", "1820", "1870", "1883"),
    _one("Thiếu vitamin A. có thể gây bệnh gì?", "Quáng gà", "Còi xương", "Tê phù", "Chảy máu chân răng"),
    _one(
        "Ai là tác giả của “Bản án chế độ thực dân Pháp”?",
        "Nguyễn Ái Quốc",
        "Phan Bội Châu",
        "C. Mác",
        "V.I. Lênin",
    ),
    _one(
        "Theo điểm a, khoản 1, Điều 3 thì mức phạt là bao nhiêu?",
        "Từ 1.000.000 đồng đến 2.000.000 đồng",
        "Từ 2.000.000 đồng đến 3.000.000 đồng",
        "Không phạt tiền",
        "Cảnh cáo",
        key=1,
    ),
    _one(
        "Cho các phát biểu sau:\n(1) Nước sôi ở 100 độ.\n(2) Nước đá nổi trên nước.\n(3) Nước không dẫn điện.\nSố phát biểu đúng là",
        "1",
        "2",
        "3",
        "0",
        key=1,
    ),
    _one(
        "Cho các việc sau:\na) Thu gom rác.\nb) Đốt rơm rạ.\nc) Trồng cây.\nViệc nào bảo vệ môi trường?",
        "a và c",
        "a và b",
        "b và c",
        "cả a, b, c",
    ),
    _one(
        "Cho các ý:\n- Trung thực\n- Trách nhiệm\nNhững đức tính trên thuộc nhóm nào?",
        "Phẩm chất",
        "Năng lực",
        "Kỹ năng",
        "Kiến thức",
    ),
    _one(
        "Phát biểu nào sau đây SAI?",
        "Mọi người bình đẳng trước pháp luật",
        "Công dân có quyền tự do đi lại",
        "Công dân không phải đóng thuế",
        "Người dân được tố cáo",
        key=2,
    ),
    _one("Điền vào chỗ trống: “Không có gì quý hơn ……… tự do”.", "độc lập", "hạnh phúc", "hòa bình", "ấm no"),
    _one(
        "Tốc độ tối đa trong khu đông dân cư là bao nhiêu km/h?",
        "1. Đúng 40",
        "2. Đúng 50",
        "3. Đúng 60",
        "4. Đúng 70",
        key=1,
    ),
    _one(
        "Chủ thể nào có quyền quyết định?",
        "Cả A và B đều đúng",
        "Chủ tịch nước",
        "Chỉ Quốc hội",
        "Không có đáp án nào đúng",
        key=2,
    ),
    _one(
        "Theo Điều 5. Luật này áp dụng cho ai?",
        "Cá nhân",
        "Tổ chức",
        "Cá nhân, tổ chức",
        "Hộ gia đình",
        key=2,
    ),
    _one(
        "Đáp án nào sau đây đúng về Quốc ca?", "Tiến quân ca", "Lên đàng", "Giải phóng miền Nam", "Quốc tế ca"
    ),
    _one(
        "Trả lời câu hỏi: Bác Hồ ra đi tìm đường cứu nước ở đâu?",
        "Bến Nhà Rồng",
        "Cảng Hải Phòng",
        "Cảng Đà Nẵng",
        "Cảng Cam Ranh",
    ),
    _one(
        "Ông Nguyễn Văn A. và bà Trần Thị B. kết hôn năm 2020. Tài sản chung gồm những gì?",
        "Nhà mua năm 2021",
        "Xe mua năm 2015 của ông A",
        "Quà tặng riêng cho bà B",
        "Đất thừa kế của ông A",
    ),
    _one(
        "Khẳng định nào đúng?\nBiết rằng:\n1. Nước là chất lỏng.\n2. Sắt là kim loại.",
        "Chỉ 1",
        "Chỉ 2",
        "Cả 1 và 2",
        "Không có",
        key=2,
    ),
    _one("Kết quả của phép tính 15.000 + 5.000 là", "20.000", "15.005", "2.000", "200.000"),
    _one("Từ nào viết đúng chính tả?", "Sáng lạng", "Xán lạn", "Sáng lạn", "Xáng lạng", key=1),
    _one("Biển số xe tạm thời có thời hạn bao lâu?", "15 ngày.", "30 ngày.", "60 ngày.", "Đến ngày 31/12."),
]
OTHER_COUNTS = [
    _one("Người đủ 18 tuổi được lái xe mô tô?", "Được", "Không được"),
    _one("Nhóm máu nào không có trong hệ ABO?", "A", "B", "AB", "O", "C", key=4),
    _one("Chọn tỉnh ở Tây Nguyên.", "Gia Lai", "Nghệ An", "Hà Tĩnh", "Cà Mau", "Bến Tre", "Lào Cai"),
    _one("Số nguyên tố chẵn là số nào?", "0", "1", "2", "4", "6", "8", "10", "12", key=2),
]
SEVERAL = [
    Asked(
        "Chọn các đáp án đúng về quyền trẻ em.",
        ("Được học tập", "Được vui chơi", "Được bầu cử", "Được lái xe"),
        (0, 1),
    ),
    Asked("Những nước nào thuộc Đông Nam Á?", ("Lào", "Ấn Độ", "Thái Lan", "Mông Cổ"), (0, 2)),
]
EVERY = [*EASY, *TRAPS, *OTHER_COUNTS, *SEVERAL]
