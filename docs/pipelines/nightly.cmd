@echo off
rem A night's run on a Windows machine of your own, for the Task Scheduler. Its last result is supcheck's exit code.
rem SUPCHECK_EXPORTS holds the exports; SUPCHECK_HOME the baseline, the cache, the salt and a week's reports.
if not defined SUPCHECK_EXPORTS set "SUPCHECK_EXPORTS=C:\supcheck\exports"
if not defined SUPCHECK_HOME set "SUPCHECK_HOME=C:\supcheck\home"
set "REPORTS=%SUPCHECK_HOME%\reports"
if not exist "%REPORTS%" mkdir "%REPORTS%"
for /f %%d in ('powershell -NoProfile -Command "Get-Date -Format yyyy-MM-dd"') do set "NAME=%%d"
forfiles /p "%REPORTS%" /d -7 /c "cmd /c del @path" >nul 2>&1
supcheck check "%SUPCHECK_EXPORTS%" --quiet --output-format junit --baseline "%SUPCHECK_HOME%\known.json" --cache "%SUPCHECK_HOME%\cache" --salt-file "%SUPCHECK_HOME%\salt" -o "sarif=%REPORTS%\%NAME%.sarif" > "%REPORTS%\%NAME%.xml"
exit /b %ERRORLEVEL%
