@echo off
rem The vigil command, run by the Node inside VS Code: no other is needed.
setlocal
set ELECTRON_RUN_AS_NODE=1
if not defined VIGIL_NODE set VIGIL_NODE=node
"%VIGIL_NODE%" "%~dp0..\..\dist\cli.cjs" %*
