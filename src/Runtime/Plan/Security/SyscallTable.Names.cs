// Made by scripts/syscall-tables from linux-libc-dev 7.2.13-1.
using System;

namespace Runtime.Plan;

internal static partial class SyscallTable
{
    /// <summary>How many names there are.</summary>
    public const int Count = 518;

    /// <summary>All names in order, one behind the other.</summary>
    private static ReadOnlySpan<byte> Text =>
        "_llseek_newselect_sysctlacceptaccept4accessacctadd_keyadjtimexafs_syscallalarmarch_prctlarm_fadvise64_64arm_sync_file_range"u8 +
        "atomic_barrieratomic_cmpxchg_32bdflushbindbpfbreakbreakpointbrkcachectlcacheflushcachestatcapgetcapsetchdirchmodchownchown32"u8 +
        "chrootclock_adjtimeclock_adjtime64clock_getresclock_getres_time64clock_gettimeclock_gettime64clock_nanosleepclock_nanosleep_time64"u8 +
        "clock_settimeclock_settime64cloneclone3closeclose_rangeconnectcopy_file_rangecreatcreate_moduledelete_moduledupdup2dup3epoll_create"u8 +
        "epoll_create1epoll_ctlepoll_ctl_oldepoll_pwaitepoll_pwait2epoll_waitepoll_wait_oldeventfdeventfd2execveexecveatexitexit_group"u8 +
        "faccessatfaccessat2fadvise64fadvise64_64fallocatefanotify_initfanotify_markfchdirfchmodfchmodatfchmodat2fchownfchown32fchownat"u8 +
        "fcntlfcntl64fdatasyncfgetxattrfile_getattrfile_setattrfinit_moduleflistxattrflockforkfremovexattrfsconfigfsetxattrfsmount"u8 +
        "fsopenfspickfstatfstat64fstatat64fstatfsfstatfs64fsyncftimeftruncateftruncate64futexfutex_requeuefutex_time64futex_waitfutex_waitv"u8 +
        "futex_wakefutimesatget_kernel_symsget_mempolicyget_robust_listget_thread_areaget_tlsgetcpugetcwdgetdentsgetdents64getegid"u8 +
        "getegid32geteuidgeteuid32getgidgetgid32getgroupsgetgroups32getitimergetpagesizegetpeernamegetpgidgetpgrpgetpidgetpmsggetppid"u8 +
        "getprioritygetrandomgetresgidgetresgid32getresuidgetresuid32getrlimitgetrusagegetsidgetsocknamegetsockoptgettidgettimeofday"u8 +
        "getuidgetuid32getxattrgetxattratgttyidleinit_moduleinotify_add_watchinotify_initinotify_init1inotify_rm_watchio_cancelio_destroy"u8 +
        "io_geteventsio_pgeteventsio_pgetevents_time64io_setupio_submitio_uring_enterio_uring_registerio_uring_setupioctliopermiopl"u8 +
        "ioprio_getioprio_setipckcmpkexec_file_loadkexec_loadkeyctlkilllandlock_add_rulelandlock_create_rulesetlandlock_restrict_self"u8 +
        "lchownlchown32lgetxattrlinklinkatlistenlistmountlistnslistxattrlistxattratllistxattrlocklookup_dcookielremovexattrlseeklsetxattr"u8 +
        "lsm_get_self_attrlsm_list_moduleslsm_set_self_attrlstatlstat64madvisemap_shadow_stackmbindmembarriermemfd_creatememfd_secret"u8 +
        "migrate_pagesmincoremkdirmkdiratmknodmknodatmlockmlock2mlockallmmapmmap2modify_ldtmountmount_setattrmove_mountmove_pagesmprotect"u8 +
        "mpxmq_getsetattrmq_notifymq_openmq_timedreceivemq_timedreceive_time64mq_timedsendmq_timedsend_time64mq_unlinkmremapmsealmsgctl"u8 +
        "msggetmsgrcvmsgsndmsyncmultiplexermunlockmunlockallmunmapname_to_handle_atnanosleepnewfstatatnfsservctlniceoldfstatoldlstat"u8 +
        "oldoldunameoldstatoldunameopenopen_by_handle_atopen_treeopen_tree_attropenatopenat2pausepciconfig_iobasepciconfig_readpciconfig_write"u8 +
        "perf_event_openpersonalitypidfd_getfdpidfd_openpidfd_send_signalpipepipe2pivot_rootpkey_allocpkey_freepkey_mprotectpollppoll"u8 +
        "ppoll_time64prctlpread64preadvpreadv2prlimit64process_madviseprocess_mreleaseprocess_vm_readvprocess_vm_writevprofprofilpselect6"u8 +
        "pselect6_time64ptraceputpmsgpwrite64pwritevpwritev2query_modulequotactlquotactl_fdreadreadaheadreaddirreadlinkreadlinkatreadv"u8 +
        "rebootrecvrecvfromrecvmmsgrecvmmsg_time64recvmsgremap_file_pagesremovexattrremovexattratrenamerenameatrenameat2request_key"u8 +
        "reserved177reserved193reserved221reserved82restart_syscallriscv_flush_icacheriscv_hwprobermdirrseqrseq_slice_yieldrt_sigaction"u8 +
        "rt_sigpendingrt_sigprocmaskrt_sigqueueinfort_sigreturnrt_sigsuspendrt_sigtimedwaitrt_sigtimedwait_time64rt_tgsigqueueinfo"u8 +
        "rtass390_guarded_storages390_pci_mmio_reads390_pci_mmio_writes390_runtime_instrs390_sthyisched_get_priority_maxsched_get_priority_min"u8 +
        "sched_getaffinitysched_getattrsched_getparamsched_getschedulersched_rr_get_intervalsched_rr_get_interval_time64sched_setaffinity"u8 +
        "sched_setattrsched_setparamsched_setschedulersched_yieldseccompsecurityselectsemctlsemgetsemopsemtimedopsemtimedop_time64"u8 +
        "sendsendfilesendfile64sendmmsgsendmsgsendtoset_mempolicyset_mempolicy_home_nodeset_robust_listset_thread_areaset_tid_address"u8 +
        "set_tlssetdomainnamesetfsgidsetfsgid32setfsuidsetfsuid32setgidsetgid32setgroupssetgroups32sethostnamesetitimersetnssetpgid"u8 +
        "setprioritysetregidsetregid32setresgidsetresgid32setresuidsetresuid32setreuidsetreuid32setrlimitsetsidsetsockoptsettimeofday"u8 +
        "setuidsetuid32setxattrsetxattratsgetmaskshmatshmctlshmdtshmgetshutdownsigactionsigaltstacksignalsignalfdsignalfd4sigpending"u8 +
        "sigprocmasksigreturnsigsuspendsocketsocketcallsocketpairsplicespu_createspu_runssetmaskstatstat64statfsstatfs64statmountstatx"u8 +
        "stimesttysubpage_protswapcontextswapoffswaponswitch_endiansymlinksymlinkatsyncsync_file_rangesync_file_range2syncfssys_debug_setcontext"u8 +
        "syscallsysfssysinfosyslogsysmipsteetgkilltimetimer_createtimer_deletetimer_getoverruntimer_gettimetimer_gettime64timer_settime"u8 +
        "timer_settime64timerfdtimerfd_createtimerfd_gettimetimerfd_gettime64timerfd_settimetimerfd_settime64timestkilltruncatetruncate64"u8 +
        "tuxcallugetrlimitulimitumaskumountumount2unameunlinkunlinkatunshareunused109unused150unused18unused28unused59unused84uprobe"u8 +
        "uretprobeuselibuserfaultfdusr26usr32ustatutimeutimensatutimensat_time64utimesvforkvhangupvm86vm86oldvmsplicevserverwait4waitid"u8 +
        "waitpidwritewritev"u8;

    /// <summary>Where each name starts in the text, and where the last one ends.</summary>
    private static ReadOnlySpan<ushort> Starts =>
    [
        0, 7, 17, 24, 30, 37, 43, 47, 54, 62, 73, 78, 88, 104, 123, 137, 154, 161, 165, 168, 173, 183, 186, 194, 204, 213, 219, 225, 230, 235, 240, 247,
        253, 266, 281, 293, 312, 325, 340, 355, 377, 390, 405, 410, 416, 421, 432, 439, 454, 459, 472, 485, 488, 492, 496, 508, 521, 530, 543, 554,
        566, 576, 590, 597, 605, 611, 619, 623, 633, 642, 652, 661, 673, 682, 695, 708, 714, 720, 728, 737, 743, 751, 759, 764, 771, 780, 789, 801,
        813, 825, 835, 840, 844, 856, 864, 873, 880, 886, 892, 897, 904, 913, 920, 929, 934, 939, 948, 959, 964, 977, 989, 999, 1010, 1020, 1029,
        1044, 1057, 1072, 1087, 1094, 1100, 1106, 1114, 1124, 1131, 1140, 1147, 1156, 1162, 1170, 1179, 1190, 1199, 1210, 1221, 1228, 1235, 1241,
        1248, 1255, 1266, 1275, 1284, 1295, 1304, 1315, 1324, 1333, 1339, 1350, 1360, 1366, 1378, 1384, 1392, 1400, 1410, 1414, 1418, 1429, 1446,
        1458, 1471, 1487, 1496, 1506, 1518, 1531, 1551, 1559, 1568, 1582, 1599, 1613, 1618, 1624, 1628, 1638, 1648, 1651, 1655, 1670, 1680, 1686,
        1690, 1707, 1730, 1752, 1758, 1766, 1775, 1779, 1785, 1791, 1800, 1806, 1815, 1826, 1836, 1840, 1854, 1866, 1871, 1880, 1897, 1913, 1930,
        1935, 1942, 1949, 1965, 1970, 1980, 1992, 2004, 2017, 2024, 2029, 2036, 2041, 2048, 2053, 2059, 2067, 2071, 2076, 2086, 2091, 2104, 2114,
        2124, 2132, 2135, 2148, 2157, 2164, 2179, 2201, 2213, 2232, 2241, 2247, 2252, 2258, 2264, 2270, 2276, 2281, 2292, 2299, 2309, 2315, 2332,
        2341, 2351, 2361, 2365, 2373, 2381, 2392, 2399, 2407, 2411, 2428, 2437, 2451, 2457, 2464, 2469, 2485, 2499, 2514, 2529, 2540, 2551, 2561,
        2578, 2582, 2587, 2597, 2607, 2616, 2629, 2633, 2638, 2650, 2655, 2662, 2668, 2675, 2684, 2699, 2715, 2731, 2748, 2752, 2758, 2766, 2781,
        2787, 2794, 2802, 2809, 2817, 2829, 2837, 2848, 2852, 2861, 2868, 2876, 2886, 2891, 2897, 2901, 2909, 2917, 2932, 2939, 2955, 2966, 2979,
        2985, 2993, 3002, 3013, 3024, 3035, 3046, 3056, 3071, 3089, 3102, 3107, 3111, 3127, 3139, 3152, 3166, 3181, 3193, 3206, 3221, 3243, 3260,
        3264, 3284, 3302, 3321, 3339, 3349, 3371, 3393, 3410, 3423, 3437, 3455, 3476, 3504, 3521, 3534, 3548, 3566, 3577, 3584, 3592, 3598, 3604,
        3610, 3615, 3625, 3642, 3646, 3654, 3664, 3672, 3679, 3685, 3698, 3721, 3736, 3751, 3766, 3773, 3786, 3794, 3804, 3812, 3822, 3828, 3836,
        3845, 3856, 3867, 3876, 3881, 3888, 3899, 3907, 3917, 3926, 3937, 3946, 3957, 3965, 3975, 3984, 3990, 4000, 4012, 4018, 4026, 4034, 4044,
        4052, 4057, 4063, 4068, 4074, 4082, 4091, 4102, 4108, 4116, 4125, 4135, 4146, 4155, 4165, 4171, 4181, 4191, 4197, 4207, 4214, 4222, 4226,
        4232, 4238, 4246, 4255, 4260, 4265, 4269, 4281, 4292, 4299, 4305, 4318, 4325, 4334, 4338, 4353, 4369, 4375, 4395, 4402, 4407, 4414, 4420,
        4427, 4430, 4436, 4440, 4452, 4464, 4480, 4493, 4508, 4521, 4536, 4543, 4557, 4572, 4589, 4604, 4621, 4626, 4631, 4639, 4649, 4656, 4666,
        4672, 4677, 4683, 4690, 4695, 4701, 4709, 4716, 4725, 4734, 4742, 4750, 4758, 4766, 4772, 4781, 4787, 4798, 4803, 4808, 4813, 4818, 4827,
        4843, 4849, 4854, 4861, 4865, 4872, 4880, 4887, 4892, 4898, 4905, 4910, 4916,
    ];

    /// <summary>The hash table: one more than the index of the name, 0 in a free slot.</summary>
    private static ReadOnlySpan<ushort> Slots =>
    [
        245, 0, 0, 0, 423, 0, 0, 0, 0, 0, 0, 0, 0, 434, 0, 505, 0, 0, 0, 0, 0, 0, 0, 0, 326, 221, 0, 0, 329, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 141, 220, 0,
        463, 274, 355, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 78, 0, 87, 450, 89, 0, 0, 59, 0, 0, 0, 0, 0, 0, 338, 0, 362, 327, 0, 292, 0, 0, 0, 0, 0, 503, 198,
        0, 0, 152, 0, 18, 0, 0, 0, 257, 0, 0, 0, 0, 0, 0, 173, 0, 0, 0, 0, 0, 344, 440, 0, 0, 0, 269, 0, 205, 509, 0, 0, 0, 400, 0, 0, 0, 0, 332, 286, 507, 0, 0,
        0, 0, 0, 0, 0, 518, 71, 0, 0, 0, 0, 0, 0, 0, 0, 119, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 300, 189, 465, 0, 0, 0, 0, 0, 0, 0, 303, 0, 0, 467, 0, 0, 0,
        0, 0, 0, 445, 0, 0, 0, 0, 231, 0, 0, 63, 233, 351, 0, 0, 0, 0, 0, 0, 0, 0, 0, 375, 0, 0, 0, 147, 0, 0, 0, 0, 0, 0, 142, 0, 0, 0, 0, 0, 219, 0, 0, 0, 77, 0, 0,
        0, 0, 405, 301, 0, 0, 0, 399, 0, 0, 475, 99, 347, 410, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 118, 0, 3, 0, 0, 316, 0, 0, 0, 0, 388, 215, 196, 0, 0, 68, 386, 0, 0,
        441, 232, 0, 0, 0, 0, 485, 353, 0, 0, 0, 0, 0, 0, 0, 0, 0, 261, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 268, 0, 0, 0, 0, 315, 262, 248, 0, 0, 0, 0, 0, 126, 204,
        128, 191, 324, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 247, 0, 226, 0, 103, 458, 0, 0, 57, 0, 0, 0, 374, 0, 0, 0, 0, 0, 415, 0, 437, 0, 117, 481, 0, 333, 407, 323,
        318, 0, 267, 100, 25, 0, 0, 0, 80, 0, 0, 0, 0, 319, 176, 243, 270, 0, 0, 0, 0, 42, 0, 0, 0, 0, 0, 449, 0, 163, 0, 0, 41, 368, 12, 0, 225, 288, 197, 0,
        28, 0, 0, 0, 0, 2, 93, 160, 0, 379, 0, 392, 0, 0, 0, 249, 0, 0, 0, 0, 0, 0, 0, 256, 0, 0, 439, 473, 169, 478, 464, 487, 352, 0, 0, 356, 0, 0, 0, 0, 0, 0,
        0, 417, 0, 0, 0, 254, 512, 0, 0, 0, 311, 0, 0, 0, 0, 0, 280, 39, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 38, 193, 0, 0, 0, 273, 0, 0, 0, 0, 0, 0, 0, 0, 179, 0,
        0, 0, 0, 0, 74, 211, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 431, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 106, 138, 0, 429, 271, 461, 0, 46, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 115, 0, 0, 0, 0, 421, 135, 0, 499, 350, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 34, 0, 151, 37, 491, 0, 310, 348,
        0, 0, 498, 223, 0, 0, 0, 406, 0, 214, 62, 0, 0, 358, 0, 0, 0, 0, 0, 112, 349, 0, 0, 452, 0, 36, 95, 479, 0, 510, 0, 73, 0, 0, 383, 0, 264, 0, 213, 187,
        0, 0, 0, 0, 171, 1, 0, 322, 0, 0, 0, 0, 21, 217, 0, 0, 0, 0, 0, 0, 0, 0, 416, 469, 0, 0, 0, 250, 0, 0, 0, 0, 385, 0, 0, 0, 86, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 511, 0, 0, 0, 0, 0, 0, 0, 109, 146, 0, 0, 263, 0, 515, 317, 0, 0, 0, 0, 0, 0, 0, 0, 0, 412, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 206, 0, 0, 0, 111, 0, 0,
        0, 0, 0, 430, 0, 0, 492, 0, 501, 0, 359, 0, 0, 0, 0, 0, 0, 0, 0, 0, 182, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 155, 0, 0, 259, 502, 0, 0, 185, 195, 0, 200, 0, 0, 113,
        9, 0, 0, 0, 0, 284, 0, 0, 0, 321, 0, 0, 0, 0, 92, 0, 0, 0, 0, 0, 0, 330, 0, 120, 157, 0, 517, 0, 0, 0, 65, 0, 308, 0, 0, 279, 0, 0, 0, 15, 381, 165, 0, 0,
        0, 283, 382, 0, 137, 0, 334, 490, 0, 0, 0, 0, 108, 0, 0, 0, 328, 222, 460, 0, 0, 0, 0, 13, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 58, 0, 122, 0, 0, 136, 0, 0,
        0, 0, 0, 94, 0, 0, 0, 0, 436, 0, 0, 0, 0, 0, 0, 0, 178, 0, 0, 167, 304, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 289, 0, 0, 0, 293, 0, 0, 0, 0, 0, 0, 0, 278, 285, 0,
        500, 0, 0, 0, 0, 380, 0, 33, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 201, 127, 230, 340, 0, 0, 125, 6, 457, 0, 0, 0, 224, 0, 0, 0, 0, 0, 0, 241, 0, 110, 287,
        0, 0, 0, 0, 456, 0, 453, 0, 0, 0, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 79, 0, 51, 0, 0, 0, 0, 422, 0, 170, 0, 85, 0, 0, 0, 0, 0, 27, 0, 0, 0, 121, 238, 0,
        0, 0, 82, 116, 489, 0, 0, 134, 0, 35, 0, 0, 235, 0, 365, 0, 0, 0, 0, 0, 325, 419, 0, 0, 0, 0, 472, 0, 0, 0, 0, 454, 0, 0, 11, 0, 396, 47, 0, 0, 0, 0, 0, 97,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 48, 404, 91, 337, 0, 0, 139, 184, 0, 0, 0, 0, 0, 0, 0, 389, 0, 0, 297, 0, 29, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 367, 0, 0, 0, 0, 0, 0, 145, 0, 0, 0, 0, 143, 0, 0, 0, 0, 0, 17, 61, 0, 372, 0, 0, 242, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 369, 409, 448, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 124, 0, 0, 0, 0, 0, 0, 493, 0, 0, 0, 0, 0, 0, 0, 0, 413, 0, 0, 255, 0, 0, 0, 0, 0, 0, 216, 342, 0, 0, 371, 140, 0, 488, 0, 0, 0, 0, 494,
        0, 107, 0, 370, 0, 0, 0, 426, 0, 0, 0, 96, 0, 0, 101, 0, 0, 0, 0, 425, 466, 0, 376, 0, 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 240, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 302, 0, 0, 156, 0, 0, 181, 0, 0, 366, 0, 0, 0, 0, 0, 343, 0, 0, 0, 0, 0, 377, 0, 203, 183, 0, 0, 0, 313, 0, 258, 320, 364,
        161, 0, 66, 495, 0, 0, 149, 0, 69, 272, 513, 277, 0, 0, 0, 0, 336, 0, 246, 0, 0, 0, 0, 0, 394, 0, 0, 0, 446, 0, 0, 0, 0, 0, 266, 0, 0, 0, 8, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 504, 0, 0, 0, 341, 0, 210, 0, 0, 0, 0, 0, 0, 0, 0, 49, 0, 462, 0, 0, 0, 0, 0, 384, 10, 414, 0, 0, 0, 402, 162, 0, 0, 0, 0, 0, 0, 0, 104, 0,
        496, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 218, 0, 0, 0, 0, 202, 0, 0, 0, 0, 132, 0, 0, 0, 0, 378, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 476, 0, 207,
        0, 75, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 484, 44, 0, 0, 0, 237, 0, 483, 0, 166, 432, 0, 0, 0, 0, 0, 0, 0, 0, 0, 144, 180, 0, 0, 0, 0, 0, 0, 0, 482, 0, 0, 0, 0, 0,
        0, 0, 443, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 428, 105, 20, 64, 265, 0, 0, 0, 0, 0, 0, 0, 0, 252, 90, 0, 0, 0, 296, 0, 424, 433, 0, 0, 0, 0, 0, 0, 474, 0, 174,
        307, 0, 0, 0, 497, 471, 0, 0, 0, 0, 0, 0, 0, 0, 16, 251, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 275, 276, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 81, 153, 403, 0, 0,
        172, 175, 401, 0, 427, 408, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 177, 0, 477, 0, 0, 0, 314, 0, 0, 0, 0, 0, 0, 55, 159, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 76, 0, 98, 0, 0, 0, 0, 442, 0, 0, 186, 0, 363, 0, 0, 397, 0, 290, 335, 0, 0, 0, 0, 0, 212, 0, 0, 0, 0, 0, 294, 0, 56, 150,
        360, 312, 0, 0, 0, 0, 0, 0, 83, 0, 0, 0, 0, 0, 0, 0, 0, 0, 345, 393, 0, 148, 0, 0, 0, 0, 0, 305, 0, 0, 0, 199, 391, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 26, 0, 0, 0, 0, 0, 234, 0, 0, 0, 0, 0, 209, 168, 0, 23, 373, 0, 0, 0, 395, 0, 0, 0, 0, 339, 0, 0, 0, 0, 0, 0, 0, 0, 0, 227, 0, 0, 244, 0, 0, 0, 0, 194,
        40, 357, 0, 0, 0, 0, 506, 281, 0, 0, 0, 295, 0, 0, 70, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 130, 188, 0, 0, 298, 236, 60, 114, 480, 0, 0, 0, 0, 228,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 260, 67, 0, 0, 123, 411, 0, 0, 0, 0, 390, 0, 0, 72, 435, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 43,
        354, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 239, 0, 0, 0, 0, 0, 306, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 154, 0, 0, 0, 0, 129, 0, 0, 346, 0, 0, 282, 0, 0, 0, 398, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 387, 0, 0, 0, 0, 0, 0, 0, 0, 0, 133, 0, 0, 459, 0, 291, 0, 0, 0, 0, 53, 54, 516, 0, 0, 508, 0, 438, 0, 0, 158, 0, 0, 420, 0, 0, 0, 0, 102,
        0, 0, 0, 309, 19, 88, 0, 0, 0, 0, 0, 455, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 229, 0, 0, 0, 0, 0, 208, 84, 470, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 190, 0,
        0, 0, 0, 0, 52, 299, 0, 0, 0, 0, 447, 451, 45, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 22, 0, 164, 0, 486, 0, 0, 0, 418, 0, 0, 0, 0, 0, 0, 131, 0, 0, 0, 514, 0, 0,
        0, 0, 0, 0, 331, 0, 0, 0, 0, 0, 0, 0, 444, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 361, 468,
    ];
}
