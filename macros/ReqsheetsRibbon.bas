Attribute VB_Name = "ReqsheetsRibbon"
Option Explicit
' ASCII only: labels stand in customUI14.xml, messages in Python. Each button calls the function of its name in
' reqsheets.ribbon. The builder of the add-in writes the language of the labels into SPOKEN, and what is told before
' Python starts in that language, as \uXXXX.
Private Const SPOKEN As String = "zh"
Private Const NO_BOOK As String = "First open a register; in Protected View, press Enable Editing."
Private Const OWN_SETTINGS As String = "This sheet could run programs on this computer. Ask who sent it, then remove it: "
Private Const ODD_PATH As String = "First rename the file or its folder: the system would take a sign in its path for a command. "

Public Sub OnEverything(control As IRibbonControl)
    Press "everything"
End Sub

Public Sub OnCheck(control As IRibbonControl)
    Press "check"
End Sub

Public Sub OnFix(control As IRibbonControl)
    Press "fix"
End Sub

Public Sub OnMerge(control As IRibbonControl)
    Press "merge"
End Sub

Public Sub OnDuplicates(control As IRibbonControl)
    Press "duplicates"
End Sub

Public Sub OnUnmerge(control As IRibbonControl)
    Press "unmerge"
End Sub

Public Sub OnSimilar(control As IRibbonControl)
    Press "similar"
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

Public Sub OnWhy(control As IRibbonControl)
    Press "why"
End Sub

Public Sub OnHistory(control As IRibbonControl)
    Press "history"
End Sub

Public Sub OnPrint(control As IRibbonControl)
    Press "print_papers"
End Sub

Public Sub OnHelp(control As IRibbonControl)
    Press "show_help"
End Sub

Public Sub OnUndo(control As IRibbonControl)
    Press "undo"
End Sub

Private Sub Press(button As String)
    If ActiveWorkbook Is Nothing Then
        MsgBox Shown(NO_BOOK), vbInformation
    ElseIf OwnSettings(ActiveWorkbook) <> "" Then
        MsgBox Shown(OWN_SETTINGS) & OwnSettings(ActiveWorkbook), vbCritical
    ElseIf HasOddPath(ActiveWorkbook.FullName) Then
        MsgBox Shown(ODD_PATH) & ActiveWorkbook.FullName, vbExclamation
    Else
        RunPython "import sys; sys.path[:] = filter(None, sys.path); import reqsheets.ribbon; reqsheets.ribbon." & button & "('" & SPOKEN & "')"
    End If
End Sub

' xlwings would take the interpreter, or Python code, from sheets with these names, whoever sent the workbook.
Private Function OwnSettings(book As Workbook) As String
    Dim sheet As Object
    For Each sheet In book.Sheets
        If LCase$(sheet.Name) = "reqsheets.conf" Or LCase$(Right$(sheet.Name, 3)) = ".py" Then
            OwnSettings = sheet.Name
            Exit Function
        End If
    Next
End Function

' xlwings puts the name into a line for the shell, between double quotes: on Windows, where a path has backslashes and
' no slash, into one for cmd.exe, on macOS the whole path into one for sh.
Private Function HasOddPath(ByVal path As String) As Boolean
    Dim i As Integer, odd As String
    odd = Chr$(34) & "`$|\"
    If InStr(path, "/") = 0 Then odd = Chr$(34) & "^&%!|<>"
    If InStr(path, "/") = 0 And InStr(path, "\") > 0 Then path = Mid$(path, InStrRev(path, "\") + 1)
    For i = 1 To Len(odd)
        If InStr(path, Mid$(odd, i, 1)) > 0 Then HasOddPath = True
    Next
End Function

Private Function Shown(text As String) As String
    Dim parts As Variant, i As Integer
    parts = Split(text, "\u")
    Shown = parts(0)
    For i = 1 To UBound(parts)
        Shown = Shown & ChrW(CLng("&H" & Left$(parts(i), 4))) & Mid$(parts(i), 5)
    Next
End Function
