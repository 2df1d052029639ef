"""What the workbooks are about, a folder a subject; pure: nothing here touches a file."""
