; The installer for Windows, made by Inno Setup 6.3 or newer. packaging/windows/installers.py gives it
; Version, Bundle (the folder that PyInstaller made), and Split for bundles above the size that hosts take.

[Setup]
; Never to be changed: by it an upgrade finds what it replaces.
AppId={{7B1C9E5A-3E0D-4C57-9E6B-2F4B7C3A8D10}
AppName=HuggingTweets
AppVersion={#Version}
AppPublisher=The HuggingTweets contributors
AppPublisherURL=https://github.com/huggingtweets/huggingtweets-gui
; For one user, without an administrator: {autopf} is %LOCALAPPDATA%\Programs then.
PrivilegesRequired=lowest
DefaultDirName={autopf}\HuggingTweets
DisableProgramGroupPage=yes
DisableDirPage=auto
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
SetupIconFile={#Bundle}\..\..\icons\app.ico
UninstallDisplayIcon={app}\HuggingTweets.exe
WizardStyle=modern
Compression=lzma2/max
SolidCompression=yes
LZMAUseSeparateProcess=yes
ChangesAssociations=yes
CloseApplications=yes
#ifdef Split
DiskSpanning=yes
DiskSliceSize=2000000000
#endif

[InstallDelete]
; An upgrade leaves no module of the older version behind.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs

[Icons]
Name: "{autoprograms}\HuggingTweets"; Filename: "{app}\HuggingTweets.exe"

[Registry]
; "Open with" offers HuggingTweets for zip files. What opens them by default stays as it is.
Root: HKA; Subkey: "Software\Classes\HuggingTweets.Archive"; ValueType: string; ValueData: "Archive of tweets"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\HuggingTweets.Archive\DefaultIcon"; ValueType: string; ValueData: "{app}\HuggingTweets.exe,0"
Root: HKA; Subkey: "Software\Classes\HuggingTweets.Archive\shell\open\command"; ValueType: string; ValueData: """{app}\HuggingTweets.exe"" open ""%1"""
Root: HKA; Subkey: "Software\Classes\.zip\OpenWithProgids"; ValueType: string; ValueName: "HuggingTweets.Archive"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Applications\HuggingTweets.exe\SupportedTypes"; ValueType: string; ValueName: ".zip"; ValueData: ""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\HuggingTweets.exe\shell\open\command"; ValueType: string; ValueData: """{app}\HuggingTweets.exe"" open ""%1"""; Flags: uninsdeletekey

[Run]
Filename: "{app}\HuggingTweets.exe"; Description: "Open HuggingTweets"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if (CurUninstallStep = usPostUninstall) and not UninstallSilent then
    MsgBox('Your bots, tweets and settings stay in ' + ExpandConstant('{localappdata}\HuggingTweets') +
      '. Delete that folder to remove them too.', mbInformation, MB_OK);
end;
