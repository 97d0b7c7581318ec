"""What is known of names and phrases of time, and what confirmed readings add."""

from __future__ import annotations

from mangnon.documents.reading.lexicon import shipped_lexicon


def test_what_ships_knows_the_catalogue_and_the_formulae_of_time() -> None:
    shipped = shipped_lexicon()
    assert "Sở Y tế" in shipped.bodies
    assert "UBND các xã, phường" in shipped.classes
    assert "Thường xuyên" in shipped.time_phrases
    assert shipped.knows("sở y tế")
    assert not shipped.knows("Lâm trường Đá Dựng")


def test_confirmed_readings_add_names_and_phrases_and_leave_what_ships_alone() -> None:
    shipped = shipped_lexicon()
    gold = {
        "tasks": [
            {"lead": "Lâm trường Đá Dựng; Sở Y tế", "coordinating": ["Các tổ bảo vệ rừng"], "due": "Sau vụ gặt 2026"},
            {"lead": None, "coordinating": None, "due": {"text": "Sau vụ gặt 2027", "kind": "unknown"}},
        ]
    }
    learned = shipped.learn([gold])
    assert learned.bodies - shipped.bodies == {"Lâm trường Đá Dựng"}
    assert learned.classes - shipped.classes == {"Các tổ bảo vệ rừng"}
    assert learned.time_phrases - shipped.time_phrases == {"Sau vụ gặt #"}
    assert learned.knows("Lâm trường Đá Dựng")
    assert not shipped.knows("Lâm trường Đá Dựng")
    assert "gat" in learned.time_words - shipped.time_words


def test_a_damaged_name_is_written_as_known_only_when_it_has_as_many_words() -> None:
    shipped = shipped_lexicon()
    assert shipped.written("Sở Giáo duc va Đào tạo", "S6 Gido duc va Dao tao") == "Sở Giáo dục và Đào tạo"
    assert shipped.written("Các sở, ngành, địa phương", "Cac so, nganh, dia phuong") == "Các sở, ngành, địa phương"
    assert shipped.written("Sở Y tế, Sở Nội vu", "So Y te, So Noi vu") == "Sở Y tế, Sở Nội vụ"
    unknown = "Tổng cục Đê điều (Vụ Kế hoạch)"
    assert shipped.written(unknown, unknown) == unknown


def test_words_of_a_time_in_another_order_are_put_right() -> None:
    shipped = shipped_lexicon()
    told = shipped.time_written("Thường xuyên, yêu cầu nhiệm vụ theo")
    assert told == "Thường xuyên, theo yêu cầu nhiệm vụ"
    assert shipped.time_written("Trước 15/6/2026") == "Trước 15/6/2026"
