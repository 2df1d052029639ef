"""Manual pages of what is told of papers that were printed and forms that came back."""

from __future__ import annotations

# fmt: off
# what (zh, en), why (zh, en), a wrong and a right example, how to mend (zh, en)

FORMS: dict[str, tuple[str, str, str, str, str, str, str, str]] = {
    "REQ211": ("只能勾一项的地方勾了几项，都没有采用。", "Several boxes are ticked where one is allowed; none was taken.", "猜哪一个都可能错。", "Any guess may be wrong.", "☑大型 ☑中型 □小型", "□大型 ☑中型 □小型", "问清楚是哪一项，自己填到登记表里。", "Ask which one is meant and enter it yourself."),
    "REQ212": ("必填的一组一项也没有勾，或勾了“其他”没有写是什么。", "A required group has no tick, or 其他 is ticked without its text.", "缺了它，后面的处理做不下去。", "Later steps need it.", "☑其他 ______", "☑其他 打印机", "向填表人问清楚。", "Ask the person who filled it in."),
    "REQ213": ("勾画认不清：打了 ×、勾在两项之间，或复选框没有链接单元格。", "A mark is unclear: a ×, a tick between two labels, or a check box without a linked cell.", "× 有人表示选，有人表示不选。", "× means yes to some and no to others.", "☑同意 ×不同意", "☑同意 □不同意", "看原件，自己填到登记表里。", "Look at the form and enter it yourself."),
    "REQ214": ("表单上写的读不懂，没有填入；原话放进备注（有备注列时）。", "Something on the form cannot be read and was not entered; where there is a remark, it keeps the words.", "登记表里只放能用的内容，但一个字也不丢。", "The register holds what can be used, and no word is lost.", "计划完成日期 下周", "计划完成日期 2024-03-12", "看原件，自己填到登记表里。", "Look at the form and enter it yourself."),
    "REQ215": ("表单上印好的文字被改过；没有写入登记表。", "A printed text was changed on the form; the register stays as it is.", "印好的内容是双方核对过的，改动要先改登记表再出新版本。", "What is printed was agreed; a change belongs in the register first.", "印的是“10 分钟”，表单上改成“5 分钟”", "登记表改好，出 V2", "确应修改时先改登记表，再出新版本。", "If it should change, change the register and issue a new version."),
    "REQ216": ("认不出是哪张表单：没有标记、属于别的工作簿，或是扫描件。", "A file is no form of this workbook: no mark, another workbook's, or a scan.", "读错地方比不读更糟。", "Reading it into the wrong place is worse than not reading it.", "扫描件.jpg", "由 reqsheets print 打印的 .docx 或 .xlsx", "用打印出来的文件填写；扫描件请人工录入。", "Fill in the printed file; enter scans by hand."),
    "REQ217": ("同一个文件已经读过，没有再读。", "The very same file was read before; nothing was done.", "读两次会重复登记。", "Reading it twice would enter it twice.", "同一文件读两次", "每个文件读一次", "不用处理。", "Nothing to do."),
    "REQ218": ("表单是旧的一版，或登记表在打印以后又改过；没有覆盖。", "The form is of an older version, or the register changed since it was printed; nothing was overwritten.", "登记表里新的内容可能才是对的。", "The newer content may be the right one.", "打印时空白，登记表现在 P1，表单 P2", "一处改好，另一处一致", "确定用哪一个，自己改登记表。", "Decide which holds and change the register yourself."),
    "REQ219": ("写的是同上、〃 或同左，按上面（左边）的内容填入。", "同上, 〃 or 同左 was taken for what stands above or to the left.", "登记表里每一行都要能单独看懂。", "Each row of the register must stand by itself.", "责任人 同上", "责任人 王五", "不对请改。", "Change it if that is wrong."),
    "REQ423": ("签字不全，或表单上勾了拒签；签字状态由人填写。", "Signatures are incomplete, or a refusal is ticked; states of signature are set by people.", "名字写在表单上不等于已经签字盖章。", "A typed name is no signature.", "客户已签，我方未签", "双方签字、日期、扫描件都有", "核对原件和扫描件，自己填写状态。", "Compare form and scan, then set the state yourself."),
    "REQ424": ("发出的文书内容此后改过。", "What a paper that was sent says has changed since.", "对方手里的与登记表不一样。", "The other side holds something else.", "确认函 V1 发出后改了验收标准", "加一行 V2，重新打印、签字", "改回原内容，或出新版本。", "Put back what was sent, or issue a new version."),
    "REQ426": ("还有冲突或评审意见没有解决，不能出说明书。", "Conflicts or objections are open, so the specification cannot be issued.", "说明书要逐条确认、没有歧义。", "A specification is agreed clause by clause.", "冲突状态 未解决", "冲突状态 已达成", "先处理这一行，再打印。", "Settle the row first, then print."),
    "REQ427": ("给一家客户看的内容里写到了别的客户，已经隐去。", "What one customer is to see names another customer, which was hidden.", "客户的名字不能让别的客户知道，隐去以后句子可能不通。", "No customer may learn of another; the sentence may read oddly without the name.", "与乙公司一样导出", "与◻◻客户一样导出", "人工读一遍客户版，再发出。", "Have a person read the copy before it leaves."),
    "REQ428": ("文书台账比工作簿旁边的记录多。", "The sheet 文书台账 lists more papers than the ledger beside the workbook.", "记录丢了，已出的表单就认不出来。", "Without the ledger a form that comes back is not known.", "表里 12 份，记录 0 份", "表里 12 份，记录 12 份", "把“.reqsheets”文件夹搬回工作簿旁边。", "Move the folder .reqsheets back beside the workbook."),
}
