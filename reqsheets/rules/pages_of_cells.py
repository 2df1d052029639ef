"""Manual pages of the rules about single cells."""

from __future__ import annotations

# fmt: off
# what (zh, en), why (zh, en), a wrong and a right example, how to mend (zh, en)

CELLS: dict[str, tuple[str, str, str, str, str, str, str, str]] = {
    "REQ201": ("首尾有空白，或夹有看不见的字符。", "Blanks at the edges, or signs that nobody sees.", "看起来一样，查找和比对却对不上。", "It looks the same and matches nothing.", "“XY2024001 ”", "“XY2024001”", "删去多余的字符。", "Delete them."),
    "REQ202": ("编号或选项里用了全角字母、数字。", "A code or choice is typed in full-width letters or digits.", "与半角写法对不上。", "It does not match the half-width form.", "ＸＹ２０２４００１", "XY2024001", "改成半角。", "Type it in half width."),
    "REQ203": ("数字存成了文本，或编号存成了数字。", "A number is stored as text, or a code as a number.", "文本不参与计算；数字会丢掉前面的 0。", "Text is not calculated with; a number loses its zeros.", "“3”（文本）", "3（数字）", "改单元格格式后重新输入。", "Change the cell's format and type it again."),
    "REQ204": ("日期存成了文本或普通数字。", "A date is stored as text or as a bare number.", "无法比较先后，也算不出时限。", "It cannot be compared and no limit follows from it.", "2024年3月1日（文本）", "2024-03-01（日期）", "按 2024-03-01 重新输入，格式设为“日期”。", "Type it as 2024-03-01 with the format Date."),
    "REQ205": ("单元格显示 #REF!、#N/A 等错误值。", "The cell shows an error such as #REF!.", "读不出内容。", "It holds no value.", "#REF!", "客服工单", "改正公式，或直接输入内容。", "Mend the formula or type the content."),
    "REQ206": ("公式没有保存计算结果。", "A formula has no stored result.", "文件里没有可检查的内容。", "There is nothing in the file to check.", "=A1（没有结果）", "=A1（结果 5）", "在 Excel 或 WPS 中打开、保存。", "Open the file in Excel or WPS and save it."),
    "REQ207": ("长数字存成了数值，末尾几位已丢失。", "A long number was stored as a value and lost its last digits.", "Excel 只保留 15 位，丢了就找不回来。", "Excel keeps 15 digits; the others are gone.", "1.10101E+17", "110*************1X（文本）", "格式设为“文本”，对照原始材料重新输入。", "Format the cell as Text and type it again from its source."),
    "REQ208": ("文字超过单元格能存的长度。", "The text is longer than a cell keeps.", "Excel 打开时会截断。", "Excel cuts it when it opens the file.", "40000 字", "摘要 200 字，全文见附件", "写成摘要，全文放附件。", "Shorten it; keep the full text in an attachment."),
    "REQ209": ("夹有控制字符。", "The text holds control characters.", "导出和比对时会出错。", "Exports and comparisons go wrong.", "导出\\x01失败", "导出失败", "删去后重新输入。", "Type it again."),
    "REQ301": ("必填的单元格是空的。", "A required cell is blank.", "缺了它，后面的处理做不下去。", "Work cannot go on without it.", "（空）", "客服工单", "补上内容。", "Fill it in."),
    "REQ302": ("编号的写法不对。", "A number is not in its form.", "别的表按编号引用它，写法不一就对不上。", "Other sheets refer to it by this number.", "XY-1", "XY2024001", "按例子的写法改正。", "Write it like the example."),
    "REQ303": ("填的不是下拉列表里的选项。", "The value is not one of the options.", "统计和流程只认选项。", "Counts and steps know the options only.", "工单", "客服工单", "从下拉列表中选择；确是新选项就先加到选项字典。", "Choose from the list, or add the option first."),
    "REQ304": ("数字列里的内容不是数，或者超出范围。", "A cell of a number column holds no number, or one out of range.", "无法计算，或者让结果失真。", "It cannot be calculated with, or falsifies the result.", "满意度 6，满意度 三", "满意度 5", "改成范围内的数。", "Change it to a number in the range."),
    "REQ305": ("文字超过这一列的长度。", "The text is longer than the column allows.", "太长的名称在表格和打印件里显示不全。", "Long names do not fit sheets and prints.", "名称 60 字", "名称 30 字", "缩短，细节写到描述里。", "Shorten it; details go into the description."),
    "REQ306": ("日期列里的内容不是日期，或者没有这一天。", "A cell of a date column holds no date, or a day that there is not.", "算不出时限，也比不出先后。", "No limit follows from it, and nothing can be compared with it.", "2024-02-30，尽快", "2024-02-29", "核对后重新输入。", "Look it up and type it again."),
    "REQ307": ("统一社会信用代码的校验位不对。", "The check digit of a credit code is wrong.", "多半抄错了一位，会对应到别的企业。", "A character was mistyped; it may be another firm's.", "91350100M000100Y44", "91350100M000100Y43", "对照营业执照逐位核对。", "Compare it with the business licence."),
    "REQ308": ("写法不对，读不出内容。", "The text is not in the form of its column.", "程序读不出数额、代码或日期。", "Its amount, code or date cannot be read.", "80-50万", "50-80万", "按例子的写法改正。", "Write it like the example."),
    "REQ801": ("有完整的身份证号。", "A personal id stands in full.", "个人证件号只能打码保存。", "It may only be kept masked.", "18 位完整号码", "110*************1X", "只留前 3 位和后 2 位，其余改成 *。", "Keep the first 3 and last 2 characters."),
    "REQ802": ("联系方式以外的列里有完整的手机号。", "A phone number stands in full outside the contact column.", "这些列会随报表发出去。", "Such columns go out with reports.", "11 位完整号码", "138****0021", "移到联系方式一列，或打码。", "Move it to the contact column or mask it."),
    "REQ351": ("不符合参数配置里自定的“必填”规则，如“规则 必填：工作表.列”。", "A rule of your own (required) on the sheet 参数配置 is broken.", "这是本单位自己的要求。", "Your organisation asks for it.", "（空）", "有内容", "按自定的规则改正，或修改那条规则。", "Correct the cell, or change the rule."),
    "REQ352": ("不符合参数配置里自定的“格式”规则，如“规则 格式：工作表.列”。", "A rule of your own (form) on the sheet 参数配置 is broken.", "这是本单位自己的要求。", "Your organisation asks for it.", "KH12", "KH0012", "按自定的规则改正，或修改那条规则。", "Correct the cell, or change the rule."),
    "REQ353": ("不符合参数配置里自定的“范围”规则，如“规则 范围：工作表.列”。", "A rule of your own (range) on the sheet 参数配置 is broken.", "这是本单位自己的要求。", "Your organisation asks for it.", "120", "1 到 100 之间的数", "按自定的规则改正，或修改那条规则。", "Correct the cell, or change the rule."),
    "REQ354": ("不符合参数配置里自定的“列表”规则，如“规则 列表：工作表.列”。", "A rule of your own (list) on the sheet 参数配置 is broken.", "这是本单位自己的要求。", "Your organisation asks for it.", "华中", "华北、华东之一", "按自定的规则改正，或修改那条规则。", "Correct the cell, or change the rule."),
    "REQ320": ("信用代码不合 GB 32100，或个人证件号没有打码。", "A credit code is not one of GB 32100, or a person's number is not masked.", "代码错了会对应到别的企业；证件号不得明文保存。", "It may be another firm's; a number in clear must not be kept.", "91350100M000100Y44", "91350100M000100Y43", "对照营业执照改正；个人证件号打码。", "Compare with the licence; mask a person's number."),
    "REQ321": ("预算下限大于上限，或与复杂度不相称。", "A budget's least is above its most, or does not fit the complexity.", "报价和立项以此为准。", "Offers follow from it.", "下限 80，上限 50", "下限 50，上限 80", "核对两个数。", "Compare the two figures."),
    "REQ322": ("沟通很久以后才补录。", "A talk was written down late.", "事后补录容易记错。", "Memory fails.", "3 月 1 日沟通，3 月 9 日填写", "当天填写", "今后当天填写，并核对内容。", "Write it down the same day; check what it says."),
    "REQ323": ("量化指标里没有数字。", "The figure by which a quality is measured has no number.", "无法检验做到了没有。", "Nobody can tell whether it was met.", "响应要快", "响应不超过 3 秒", "补上数字和单位。", "Add number and unit."),
    "REQ325": ("“万元”一列里的数大得不像万元。", "A number in a column of 10,000 yuan is too large to be that.", "多半是按元填的，统计会差一万倍。", "Probably plain yuan were typed: sums go wrong ten thousand times.", "500000（万元）", "50", "核实后改正。", "Ask, and correct it."),
    "REQ326": ("企业的注册地址没有写到街道。", "A firm's registered address stops before the street.", "开票、寄送、核对执照都要用到完整地址。", "Invoices, parcels and the licence need all of it.", "北京", "北京市海淀区中关村大街1号", "照营业执照写全。", "Copy it from the licence."),
    "REQ327": ("电话号码少了或多了一位，或丢了区号开头的 0。", "A phone number lost or gained a digit, or the 0 of its area code.", "打不通，客户就联系不上。", "Nobody can be reached by it.", "1381234567", "13812345678", "核对号码，单元格格式用“文本”。", "Check it; format the cell as text."),
}
