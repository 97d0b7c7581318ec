"""Why a file cannot be read, and how that is said: each refusal has a stable code and one Vietnamese message."""

from __future__ import annotations

from mangnon.kernel.refusals import Refusal

LARGEST_FILE = 20 * 1024 * 1024


class UnreadableSource(Refusal):
    """The file cannot be read as text. `code` says why."""

    code = "unreadable_source"


class EmptySource(UnreadableSource):
    """Nothing is in the file."""

    code = "empty_source"


class SourceTooLarge(UnreadableSource):
    """More than may be read: bytes, pages, or what a small package unpacks to."""

    code = "source_too_large"


class UnknownSource(UnreadableSource):
    """Neither text, .docx, PDF nor a picture."""

    code = "unknown_source"


class WrongEncoding(UnreadableSource):
    """Text, but neither in Unicode nor in a known Vietnamese code."""

    code = "wrong_encoding"


class LockedSource(UnreadableSource):
    """A PDF or document behind a password."""

    code = "locked_source"


class PictureSource(UnreadableSource):
    """A picture, or a PDF of pictures, in which no text is found."""

    code = "picture_source"


class NoRecogniser(UnreadableSource):
    """A picture, and the machine lacks the program that reads pictures."""

    code = "no_recogniser"


class DamagedSource(UnreadableSource):
    """The file is of a known kind and broken."""

    code = "damaged_source"


def empty(name: str) -> EmptySource:
    """The file holds nothing."""
    return EmptySource(f"Tệp «{name}» không có nội dung. Chưa có gì được lưu. Hãy chọn lại tệp.")


def too_large(name: str) -> SourceTooLarge:
    """More bytes than LARGEST_FILE."""
    return SourceTooLarge(
        f"Tệp «{name}» lớn hơn {LARGEST_FILE // (1024 * 1024)} MB. Chưa có gì được lưu. "
        "Hãy tách tệp hoặc nén lại rồi thử lại."
    )


def too_large_unpacked(name: str) -> SourceTooLarge:
    """A package of little bytes that unpacks to much."""
    return SourceTooLarge(
        f"Tệp «{name}» quá lớn khi mở ra. Chưa có gì được lưu. Hãy bỏ bớt hình ảnh hoặc tách tệp rồi thử lại."
    )


def too_many_pixels(name: str) -> SourceTooLarge:
    """A picture that no page needs to be."""
    return SourceTooLarge(
        f"Ảnh trong tệp «{name}» quá lớn. Chưa có gì được lưu. Hãy quét lại ở 300 điểm trên một inch rồi thử lại."
    )


def too_many_pages(name: str, most: int) -> SourceTooLarge:
    """More pages than a directive has."""
    return SourceTooLarge(
        f"Tệp «{name}» có hơn {most} trang. Chưa có gì được lưu. Hãy tách riêng văn bản cần đọc rồi thử lại.",
        code="too_many_pages",
    )


def too_many_lines(name: str, most: int) -> SourceTooLarge:
    """More lines than any directive has."""
    return SourceTooLarge(
        f"Tệp «{name}» có hơn {most} dòng. Chưa có gì được lưu. Hãy tách riêng văn bản cần đọc rồi thử lại.",
        code="too_many_lines",
    )


def too_many_pictures(name: str, most: int) -> SourceTooLarge:
    """More scanned pages than may be read at once."""
    return SourceTooLarge(
        f"Tệp «{name}» có hơn {most} trang chụp, đọc tại trang này sẽ quá lâu. Chưa có gì được lưu. "
        "Hãy tách thành nhiều tệp, hoặc đề nghị người quản trị đọc bằng lệnh «mangnon directive read».",
        code="too_many_pictures",
    )


def cannot_open(name: str) -> UnreadableSource:
    """The operating system gives no bytes."""
    return UnreadableSource(
        f"Không mở được tệp «{name}». Chưa có gì được lưu. Hãy kiểm tra đường dẫn và quyền đọc tệp.",
        code="cannot_open",
    )


def wrong_encoding(name: str) -> WrongEncoding:
    """Letters in a code that is not known."""
    return WrongEncoding(
        f"Tệp «{name}» dùng bảng mã cũ (TCVN3, VNI hoặc bảng mã khác), không phải Unicode. Chưa có gì được lưu. "
        "Hãy chuyển tệp sang Unicode (UTF-8) rồi thử lại."
    )


def unknown(name: str) -> UnknownSource:
    """No text in it that can be read."""
    return UnknownSource(
        f"Tệp «{name}» không phải văn bản đọc được. Chưa có gì được lưu. Hãy dùng tệp .txt, .docx hoặc PDF có chữ."
    )


def other_kind(name: str, kind: str) -> UnknownSource:
    """A file of a kind that is known and not read; `kind` is what it is called."""
    return UnknownSource(
        f"Tệp «{name}» là {kind}, hệ thống chưa đọc loại tệp này. Chưa có gì được lưu. "
        "Hãy mở bằng phần mềm soạn thảo và lưu lại thành .docx hoặc PDF rồi thử lại."
    )


def old_office(name: str, content: bytes) -> UnreadableSource:
    """A file of the programs before .docx, or a newer one behind a password, which looks alike from outside."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return locked(name)
    if "Workbook".encode("utf-16-le") in content:
        return other_kind(name, "bảng tính Excel kiểu cũ (.xls)")
    if "PowerPoint Document".encode("utf-16-le") in content:
        return other_kind(name, "bản trình chiếu kiểu cũ (.ppt)")
    return other_kind(name, "văn bản Word kiểu cũ (.doc)")


def locked(name: str) -> LockedSource:
    """A password is needed."""
    return LockedSource(f"Tệp «{name}» có mật khẩu. Chưa có gì được lưu. Hãy bỏ mật khẩu rồi thử lại.")


def damaged(name: str) -> DamagedSource:
    """Of a known kind and broken."""
    return DamagedSource(
        f"Tệp «{name}» bị hỏng, không mở được. Chưa có gì được lưu. Hãy lấy lại bản gốc hoặc xuất lại tệp."
    )


def too_hard(name: str) -> DamagedSource:
    """It makes its reader hang, crash or grow beyond bounds."""
    return DamagedSource(
        f"Tệp «{name}» không đọc được trong giới hạn thời gian và bộ nhớ cho phép. Chưa có gì được lưu. "
        "Hãy in hoặc xuất lại tệp thành PDF mới rồi thử lại.",
        code="source_too_hard",
    )


def without_words(name: str) -> PictureSource:
    """A document with pictures and no words."""
    return PictureSource(
        f"Tệp «{name}» không có chữ, có thể chỉ chứa ảnh. Chưa có gì được lưu. "
        "Hãy dùng bản có chữ hoặc nhận dạng chữ trước."
    )


def no_words_found(name: str) -> PictureSource:
    """Pages in which no words were found, even by recognising."""
    return PictureSource(
        f"Không tìm thấy chữ trong tệp «{name}». Chưa có gì được lưu. "
        "Hãy chụp hoặc quét lại rõ hơn, hoặc dùng bản .docx hay PDF có chữ."
    )


def no_recogniser(name: str) -> NoRecogniser:
    """Scanned pages on a machine that cannot read them."""
    return NoRecogniser(
        f"Tệp «{name}» là bản chụp, nhưng máy chủ chưa cài phần nhận dạng chữ tiếng Việt (tesseract-ocr-vie). "
        "Chưa có gì được lưu. Hãy đề nghị người quản trị cài đặt, hoặc dùng bản .docx hay PDF có chữ."
    )


_CLASSES = {
    kind.__name__: kind
    for kind in (
        EmptySource,
        SourceTooLarge,
        UnknownSource,
        WrongEncoding,
        LockedSource,
        PictureSource,
        NoRecogniser,
        DamagedSource,
    )
}


def named(kind: str, code: str, message: str) -> UnreadableSource:
    """The refusal that another process has given in words."""
    return _CLASSES.get(kind, UnreadableSource)(message, code=code)
