@echo off
rem Run once, as the account that may read the exports: every working night at a quarter past two.
schtasks /Create /TN "supcheck nightly" /SC WEEKLY /D MON,TUE,WED,THU,FRI /ST 02:15 /TR "C:\supcheck\nightly.cmd"
