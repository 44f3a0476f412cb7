using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]
// Buffers for the kernel are written by it or by us before they are read: clearing them first is wasted time.
[module: SkipLocalsInit]
