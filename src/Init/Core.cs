// The core library of runtime-init: the types that the C# compiler and ILCompiler insist on, and nothing that runs.
// `--systemmodule` makes ILCompiler take this assembly for System.Private.CoreLib, so that no line of the real one is linked in.
#pragma warning disable CA1050, CA1710, CA1711, CA1716, CA1720, CA1801, CA1822, CA1052, CA1815, CA1046, CA1036, CA1019, CA1813, CA1018, CA1012, CA1008, CA1028, CA1715, CA1051, CA1823, CA1852, CA1812
#pragma warning disable IDE0044, IDE0051, IDE0060, IDE0290, CS0169, CS0649

namespace System
{
    public class Object
    {
        internal unsafe void* m_pEEType;
    }

    public struct Void { }

    public struct Boolean { }

    public struct Char { }

    public struct SByte { }

    public struct Byte { }

    public struct Int16 { }

    public struct UInt16 { }

    public struct Int32 { }

    public struct UInt32 { }

    public struct Int64 { }

    public struct UInt64 { }

    public struct IntPtr { }

    public struct UIntPtr { }

    public struct Single { }

    public struct Double { }

    public abstract class ValueType { }

    public abstract class Enum : ValueType { }

    public struct Nullable<T>
        where T : struct
    {
    }

    public sealed class String
    {
        public readonly int Length;
    }

    public abstract class Array { }

    public abstract class Delegate { }

    public abstract class MulticastDelegate : Delegate { }

    public struct RuntimeTypeHandle { }

    public struct RuntimeMethodHandle { }

    public struct RuntimeFieldHandle { }

    public class Attribute { }

    public class Exception { }

    public enum AttributeTargets
    {
        All = 0x7fff,
    }

    public sealed class AttributeUsageAttribute : Attribute
    {
        public AttributeUsageAttribute(AttributeTargets validOn) { }

        public bool AllowMultiple { get; set; }

        public bool Inherited { get; set; }
    }

    namespace Runtime
    {
        public sealed class RuntimeExportAttribute : Attribute
        {
            public RuntimeExportAttribute(string entry) { }
        }

        public sealed class RuntimeImportAttribute : Attribute
        {
            public RuntimeImportAttribute(string library, string entry) { }
        }
    }

    namespace Runtime.CompilerServices
    {
        public class RuntimeHelpers
        {
            public static unsafe int OffsetToStringData => sizeof(nint) + sizeof(int);
        }

        public static class RuntimeFeature
        {
            public const string UnmanagedSignatureCallingConvention = "UnmanagedSignatureCallingConvention";
            public const string NumericIntPtr = "NumericIntPtr";
        }

        public sealed class CallConvCdecl { }

        public sealed class IsUnmanaged { }

        public sealed class FixedBufferAttribute : Attribute
        {
            public FixedBufferAttribute(Type elementType, int length) { }
        }

        public sealed class UnsafeValueTypeAttribute : Attribute { }

        public sealed class CompilerGeneratedAttribute : Attribute { }

        public enum MethodImplOptions
        {
            NoInlining = 8,
            InternalCall = 4096,
        }

        public sealed class MethodImplAttribute : Attribute
        {
            public MethodImplAttribute(MethodImplOptions options) { }
        }
    }

    namespace Runtime.InteropServices
    {
        public enum LayoutKind
        {
            Sequential = 0,
            Explicit = 2,
            Auto = 3,
        }

        public sealed class StructLayoutAttribute : Attribute
        {
            public StructLayoutAttribute(LayoutKind kind) { }
        }

        public sealed class UnmanagedCallersOnlyAttribute : Attribute
        {
            public string EntryPoint;
        }
    }

    public abstract class Type { }
}

namespace Internal.Runtime.CompilerHelpers
{
    /// <summary>Named by the compiler whether or not anything calls them; nothing here does.</summary>
    internal static class StartupCodeHelpers
    {
        [System.Runtime.RuntimeExport("RhpReversePInvoke")]
        private static void ReversePInvoke(nint frame) { }

        [System.Runtime.RuntimeExport("RhpReversePInvokeReturn")]
        private static void ReversePInvokeReturn(nint frame) { }

        [System.Runtime.RuntimeExport("RhpPInvoke")]
        private static void PInvoke(nint frame) { }

        [System.Runtime.RuntimeExport("RhpPInvokeReturn")]
        private static void PInvokeReturn(nint frame) { }

        [System.Runtime.RuntimeExport("RhpGcPoll")]
        private static void GcPoll() { }

        [System.Runtime.RuntimeExport("RhpFallbackFailFast")]
        private static void FallbackFailFast()
        {
            for (; ; )
            {
            }
        }
    }

    /// <summary>What the compiler calls where C# would throw. Init has no array, no checked arithmetic and no division, so none is reachable.</summary>
    internal static class ThrowHelpers
    {
        private static void ThrowInvalidProgramException(int id) => Hang();

        private static void ThrowInvalidProgramExceptionWithArgument(int id, string argument) => Hang();

        private static void ThrowOverflowException() => Hang();

        private static void ThrowIndexOutOfRangeException() => Hang();

        private static void ThrowNullReferenceException() => Hang();

        private static void ThrowDivideByZeroException() => Hang();

        private static void Hang()
        {
            for (; ; )
            {
            }
        }
    }
}
