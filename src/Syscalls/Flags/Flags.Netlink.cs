namespace Runtime.Syscalls;

/// <summary>netlink(7), rtnetlink(7).</summary>
public static partial class Flags
{
    public const int NETLINK_ROUTE = 0;
    public const int NLMSG_NOOP = 1;
    public const int NLMSG_ERROR = 2;
    public const int NLMSG_DONE = 3;

    public const int NLM_F_REQUEST = 1;
    public const int NLM_F_MULTI = 2;
    public const int NLM_F_ACK = 4;
    public const int NLM_F_ECHO = 8;
    public const int NLM_F_ROOT = 0x100;
    public const int NLM_F_MATCH = 0x200;
    public const int NLM_F_DUMP = 0x300;
    public const int NLM_F_REPLACE = 0x100;
    public const int NLM_F_EXCL = 0x200;
    public const int NLM_F_CREATE = 0x400;

    public const int RTM_NEWLINK = 16;
    public const int RTM_DELLINK = 17;
    public const int RTM_GETLINK = 18;
    public const int RTM_SETLINK = 19;
    public const int RTM_NEWADDR = 20;
    public const int RTM_GETADDR = 22;

    public const int IFLA_IFNAME = 3;
    public const int IFLA_MTU = 4;
    public const int IFLA_NET_NS_PID = 19;
    public const int IFLA_NET_NS_FD = 28;
    public const int IFLA_NEW_IFINDEX = 49;
    public const int IFA_ADDRESS = 1;
    public const int IFA_LOCAL = 2;
    public const int IFA_LABEL = 3;
    public const int IFA_BROADCAST = 4;
    public const int IFA_FLAGS = 8;

    public const uint IFA_F_PERMANENT = 0x80;

    public const int RT_SCOPE_UNIVERSE = 0;
    public const uint RTMGRP_LINK = 1;

    public const uint IFF_UP = 1;
    public const uint IFF_LOOPBACK = 8;
    public const uint IFF_RUNNING = 0x40;

    public const int IF_NAMESIZE = 16;
}
