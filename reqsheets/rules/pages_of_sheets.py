"""Manual pages of the rules about files, sheets, headers and the run itself."""

from __future__ import annotations

# fmt: off
# what (zh, en), why (zh, en), a wrong and a right example, how to mend (zh, en)

SHEETS: dict[str, tuple[str, str, str, str, str, str, str, str]] = {
    "REQ001": ("文件损坏、不完整、是空的，或者没有权限读取。", "The file is damaged, cut off or empty, or may not be read.", "读不出来就什么也检查不了，退出码是 3。", "Nothing can be checked; the exit code is 3.", "只下载了一半的文件", "能用 Excel 打开的文件", "用 Excel 的“打开并修复”，或换用备份、重新下载。", "Try Open and Repair in Excel, or use a backup or a new download."),
    "REQ002": ("文件有打开密码。", "The file wants a password.", "不知道密码就读不出来，退出码是 3。", "Nobody but its owner can read it; the exit code is 3.", "加了密码的工作簿", "没有密码的工作簿", "在 Excel 中取消密码。", "Remove the password in Excel."),
    "REQ003": ("文件名是 .xlsx，内容却是别的，例如旧版 .xls、网页或 CSV。", "The file is something else than its name says, such as an old .xls, a web page or CSV.", "只能读 .xlsx 和 .xlsm，退出码是 3。", "Only .xlsx and .xlsm can be read; the exit code is 3.", "改了扩展名的 .xls", "另存为 .xlsx 的文件", "用 Excel 或 WPS 打开，另存为 .xlsx。", "Open it in Excel or WPS and save it as .xlsx."),
    "REQ004": ("文件解压后大得不合常理。", "The file is absurdly large once unpacked.", "打开它会耗尽内存，所以不予打开，退出码是 3。", "It would take all memory, so it is not opened; the exit code is 3.", "1.5 MB 解压成 1.5 GB", "只有登记内容的文件", "核对文件来源，或删去多余的内容后重新保存。", "Check where it comes from, or trim it and save it anew."),
    "REQ005": ("有人正打开着这个工作簿：照样检查上次保存的内容，但不写入。", "Somebody has the workbook open: what was last saved is checked, nothing is written.", "同时写会丢掉对方的修改。", "Writing now would lose their edits.", "张三正打开着登记表", "没有人打开", "请对方关闭后重新运行。", "Ask them to close it, then run again."),
    "REQ006": ("文件是只读的：照样检查，结果写到旁边的文件里。", "The file is read-only: it is checked, and the findings go into a file beside it.", "只读说明有人不希望它被改。", "Somebody wants it left as it is.", "只读的登记表", "可以写的登记表", "在文件属性里取消“只读”。", "Make it writable in its properties."),
    "REQ007": ("工作簿里缺少这一类登记表应有的工作表。", "A sheet of the kind is missing.", "缺了它，依赖它的处理都不会执行。", "What depends on it is left out.", "工作表：登记", "工作表：客户需求信息登记表", "把名字相近的工作表改名，或从模板复制一张。", "Rename the sheet that was meant, or copy it from the template."),
    "REQ008": ("要填写的工作表被隐藏了，照样检查。", "A sheet to fill in is hidden; it is checked all the same.", "看不见的表没有人会去改。", "Nobody mends what nobody sees.", "（隐藏）客户需求信息登记表", "客户需求信息登记表", "在工作表标签上点右键，选“取消隐藏”。", "Right-click a tab and choose Unhide."),
    "REQ011": ("另一张工作表有同样的表头（按月分的表、复制的表），它的行没有处理。", "Another tab has the same header, such as a tab a month or a copied tab; its rows are not looked after.", "那里的需求不编号、不跟踪、不检查，看上去却像是登记过了。", "What stands there is neither numbered, tracked nor checked, yet looks as if it were.", "1月、2月两张登记表", "参数配置：并入登记表 = 2月", "在“参数配置”加一行“并入登记表”，值填工作表名，两张表就当作一张处理；不是登记内容的，加一行“非登记表”。", "Add a row to the sheet 参数配置: 并入登记表 with the tab's name, and both are one register; or 非登记表 if it is not ours."),
    "REQ101": ("表头里缺少一列。", "The header row lacks a column.", "没有这一列，相关的检查和计算都做不了。", "Checks and sums that need it cannot be done.", "需求编号 | 提出时间", "需求编号 | 需求描述 | 提出时间", "在表头行补上这一列。", "Add the column to the header row."),
    "REQ102": ("表头里有一个名字很接近、但不相同的标题。", "A header is almost, but not quite, that of a column.", "按名字找列，名字改了就找不到。", "Columns are found by their titles.", "需求描术", "需求描述", "把标题改回规定的名字。", "Give the column its title back."),
    "REQ103": ("同一个标题出现了两次。", "A header stands twice.", "只会采用第一列，另一列的内容不起作用。", "Only the first of them counts.", "状态 | … | 状态", "状态 | … | 状态说明", "改名或删除其中一列。", "Rename or delete one of them."),
    "REQ104": ("表头为空，下面却有内容。", "A blank header stands over filled cells.", "没有标题的列无法检查。", "A column without a title cannot be checked.", "（空） | 备注内容", "备注 | 备注内容", "补上标题，或删除这一列。", "Give it a title or delete it."),
    "REQ105": ("记录所在的行里有合并单元格。", "Cells among the records are merged.", "除左上角外其余各格都是空的，筛选、排序、统计都会出错。", "All but the first cell are empty, so filters, sorting and sums go wrong.", "B2:B3 合并为“甲公司”", "B2、B3 各填“甲公司”", "取消合并，在每一行填上内容。", "Unmerge and fill in each row."),
    "REQ106": ("离表格很远的地方还有内容。", "Something stands far outside the table.", "多半是误填，也会让文件变大变慢。", "It is probably a slip, and makes the file large and slow.", "XFD3 里有一个字", "（空）", "按 Ctrl+G 转到该处，删除；需要就补上标题。", "Go there with Ctrl+G and delete it, or give it a header."),
    "REQ107": ("合计行、签字行不是记录，检查时跳过。", "A totals or signature row is no record and is skipped.", "不跳过就会被当成缺编号的记录。", "Else it would be a record without a number.", "合计 | 12", "（登记表里只放记录）", "一般不用改；如果其实是记录，请填上编号。", "Nothing, unless it is a record: then give it a number."),
    "REQ108": ("记录之间有空行。", "Blank rows stand between the records.", "筛选和排序可能到空行就停。", "Filters and sorting may stop there.", "第 5 行为空", "记录一行接一行", "删除空行。", "Delete the blank rows."),
    "REQ109": ("登记表只有表头，还没有记录。", "The register has a header and no record yet.", "提醒一下，避免拿错文件。", "A reminder, in case it is the wrong file.", "只有第 1 行", "第 2 行起有记录", "开始填写，或核对文件。", "Fill it in, or check the file."),
    "REQ901": ("一条规则运行时出错，没有查完；其余规则不受影响。", "A rule failed and did not finish; all others did.", "这条规则本来要找的问题可能没有找到，所以退出码是 4。", "What that rule looks for may have been missed, so the exit code is 4.", "自己写的规则遇到空白单元格就中断", "规则能接受任何内容", "自己写的规则请改正程序；其他规则请告诉维护者。", "Mend the program of a rule of your own; tell the maintainers of any other."),
    "REQ902": ("缺少工作表或列，某项处理没有执行，或某些规则没有检查。", "An operation or a check was left out because it lacks a sheet or column.", "结果可能不完整。", "What you see may not be all.", "没有“需求状态”列", "从模板补齐各列", "补上缺少的部分后重新运行。", "Add what is missing and run again."),
    "REQ903": ("撤销一批改动时，后来又有人改过的单元格没有撤销。", "Undo kept a cell that was edited since.", "后来的修改可能是有意的。", "The later edit may be meant.", "先写 A，撤销前有人改成 B", "B 保留", "看一看，需要时手工改回。", "Look at it and change it back by hand if needed."),
    "REQ904": ("参数配置里自定的规则读不懂。", "A rule of your own on the sheet 参数配置 cannot be understood.", "读不懂的规则不会执行。", "It is not carried out.", "规则 范围：登记表.满意 | 1-5", "规则 范围：登记表.满意度 | 1-5", "核对工作表和列的名字以及值的写法。", "Check the titles of sheet and column, and the value."),
    "REQ905": ("豁免已过期，或没有用上。", "A waiver is past its last day, or silences nothing.", "过期的豁免不再起作用；没用的豁免会让人误以为问题还在。", "An expired waiver has no effect; an idle one misleads.", "到期日 2024-01-31", "到期日 2024-12-31", "改到期日，或删除这一行。", "Change its last day or delete the row."),
}
