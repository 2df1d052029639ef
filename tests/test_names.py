"""Names of the workbook that stand for a block of rows, once the block is longer."""

from __future__ import annotations

import re

import xlsxwriter
from test_patch_sheets import edited, grown, made, table, xml


def test_a_name_grows_where_it_stands_for_all_rows_of_the_block() -> None:
    names = {
        "全部编号": ("=登记!$A$2:$A$4", "登记!$A$2:$A$5"),
        "带表头": ("='登记'!$A$1:$C$4", "'登记'!$A$1:$C$5"),
        "两列": ("=登记!$A$2:$A$4,登记!$C$2:$C$4", "登记!$A$2:$A$5,登记!$C$2:$C$5"),
        "后两条": ("=登记!$A$3:$A$4", "登记!$A$3:$A$4"),
        "旁边": ("=登记!$G$2:$G$4", "登记!$G$2:$G$4"),
        "别的表": ("=其他!$A$2:$A$4", "其他!$A$2:$A$4"),
        "算式": ("=SUM(登记!$B$2:$B$4)", "SUM(登记!$B$2:$B$4)"),
        "整列": ("=登记!$A:$A", "登记!$A:$A"),
    }

    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        table(book, sheet)
        book.add_worksheet("其他")
        for name, (text, _) in names.items():
            book.define_name(name, text)

    text = xml(edited(made(fill), grown()), "xl/workbook.xml")
    found = dict(re.findall('<definedName name="([^"]+)">([^<]+)</definedName>', text))
    assert found == {name: after for name, (_, after) in names.items()}
