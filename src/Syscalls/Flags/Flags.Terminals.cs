namespace Runtime.Syscalls;

/// <summary>ioctl_tty(2), termios(3).</summary>
public static partial class Flags
{
    public const uint TCGETS = 0x5401;
    public const uint TCSETS = 0x5402;
    public const uint TCSETSW = 0x5403;
    public const uint TIOCSCTTY = 0x540e;
    public const uint TIOCNOTTY = 0x5422;
    public const uint TIOCGWINSZ = 0x5413;
    public const uint TIOCSWINSZ = 0x5414;
    public const uint TIOCGPTN = 0x80045430;
    public const uint TIOCSPTLCK = 0x40045431;
    public const uint TIOCGPTPEER = 0x5441;
    public const uint TIOCGPGRP = 0x540f;
    public const uint TIOCSPGRP = 0x5410;
    public const uint FIONREAD = 0x541b;

    public const uint IGNBRK = 1;
    public const uint BRKINT = 2;
    public const uint PARMRK = 8;
    public const uint ISTRIP = 0x20;
    public const uint INLCR = 0x40;
    public const uint IGNCR = 0x80;
    public const uint ICRNL = 0x100;
    public const uint IXON = 0x400;
    public const uint OPOST = 1;
    public const uint ONLCR = 4;
    public const uint CSIZE = 0x30;
    public const uint CS8 = 0x30;
    public const uint PARENB = 0x100;
    public const uint ISIG = 1;
    public const uint ICANON = 2;
    public const uint ECHO = 8;
    public const uint ECHONL = 0x40;
    public const uint IEXTEN = 0x8000;

    public const int VTIME = 5;
    public const int VMIN = 6;
}
