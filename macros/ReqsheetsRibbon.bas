Attribute VB_Name = "ReqsheetsRibbon"
Option Explicit
' ASCII only: labels stand in customUI14.xml, messages in Python. Each button calls the function of its name in
' reqsheets.ribbon. The builder of the add-in writes the language of the labels into SPOKEN.
Private Const SPOKEN As String = "zh"

Public Sub OnEverything(control As IRibbonControl)
    Press "everything"
End Sub

Public Sub OnCheck(control As IRibbonControl)
    Press "check"
End Sub

Public Sub OnMerge(control As IRibbonControl)
    Press "merge"
End Sub

Public Sub OnScore(control As IRibbonControl)
    Press "score"
End Sub

Public Sub OnTrack(control As IRibbonControl)
    Press "track"
End Sub

Public Sub OnArchive(control As IRibbonControl)
    Press "archive"
End Sub

Public Sub OnDashboard(control As IRibbonControl)
    Press "dashboard"
End Sub

Public Sub OnUndo(control As IRibbonControl)
    Press "undo"
End Sub

Public Sub OnHelp(control As IRibbonControl)
    Press "show_help"
End Sub

Private Sub Press(button As String)
    If ActiveWorkbook Is Nothing Then Exit Sub
    If BringsItsOwnSettings(ActiveWorkbook) Then Exit Sub
    RunPython "import reqsheets.ribbon; reqsheets.ribbon." & button & "('" & SPOKEN & "')"
End Sub

' xlwings would take the interpreter, or Python code, from sheets with these names, whoever sent the workbook.
Private Function BringsItsOwnSettings(book As Workbook) As Boolean
    Dim sheet As Object
    For Each sheet In book.Sheets
        If LCase$(sheet.Name) = "reqsheets.conf" Or LCase$(Right$(sheet.Name, 3)) = ".py" Then
            MsgBox "The sheet """ & sheet.Name & """ could run programs on this computer. Remove it first.", vbCritical
            BringsItsOwnSettings = True
            Exit Function
        End If
    Next
End Function
