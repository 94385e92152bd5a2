using System.Collections.Frozen;

namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The payload layouts of the runtime's events. The stream does not contain them: these events have no field names, and
/// every reader must know the layouts.
/// </summary>
internal static class RuntimeLayouts
{
    // Parts that several rows share. The runtime appends fields from version to version, with four exceptions, which
    // are written out: GCStart 1 and AssemblyLoad 1 have one inserted, GCEnd 1 and GCSuspendBegin 1 have one widened.
    private const string Method =
        "u64 MethodId, u64 ModuleId, u64 StartAddress, u32 SizeBytes, u32 Token, u32 Flags, ";

    private const string MethodNames = "text Namespace, text Name, text Signature, ";
    private const string Jitting = "u64 MethodId, u64 ModuleId, u32 Token, u32 ILSizeBytes, " + MethodNames;
    private const string Paths = "u32 Flags, u32 Reserved, text ILPath, text NativePath, ";
    private const string ModuleVersions = "u64 ModuleId, u64 AssemblyId, " + Paths;
    private const string DomainModule = "u64 ModuleId, u64 AssemblyId, u64 AppDomainId, " + Paths;
    private const string PdbNames =
        "guid PdbSignature, u32 PdbAge, text PdbPath, guid NativePdbSignature, u32 NativePdbAge, text NativePdbPath, ";

    private const string Clr = "u16 ClrInstanceId, ";
    private const string HeapSizes =
        "u64 Size0Bytes, u64 Promoted0Bytes, u64 Size1Bytes, u64 Promoted1Bytes, u64 Size2Bytes, u64 Promoted2Bytes, " +
        "u64 Size3Bytes, u64 Promoted3Bytes, u64 FinalizationPromotedBytes, u64 FinalizationPromotedCount, " +
        "u32 PinnedObjectCount, u32 SinkBlockCount, u32 HandleCount, ";

    private const string Allocated = "u32 AmountBytes, u32 Kind, ";
    private const string AllocatedType =
        Allocated + Clr + "u64 Amount64Bytes, ptr TypeId, text TypeName, u32 HeapIndex, ";
    private const string Thrown = "text Type, text Message, ptr InstructionPointer, u32 HResult, u16 Flags, ";
    private const string Workers = "u32 ActiveCount, u32 RetiredCount, " + Clr;
    private const string ThreadIds = "u64 ManagedThreadId, u64 AppDomainId, ";
    private const string Versions =
        "u16 BclMajor, u16 BclMinor, u16 BclBuild, u16 BclQfe, u16 VMMajor, u16 VMMinor, u16 VMBuild, u16 VMQfe, ";

    private static readonly PayloadLayout[] Rows =
    [
        new(1, 0, "GCStart", "u32 Count, u32 Reason"),
        new(1, 1, "GCStart", "u32 Count, u32 Depth, u32 Reason, u32 Type, " + Clr),
        new(1, 2, "GCStart", "u32 Count, u32 Depth, u32 Reason, u32 Type, " + Clr + "u64 ClientSequence"),
        new(2, 0, "GCEnd", "u32 Count, u16 Depth"),
        new(2, 1, "GCEnd", "u32 Count, u32 Depth, " + Clr),
        new(3, 0, "GCRestartEnd", ""),
        new(3, 1, "GCRestartEnd", Clr),
        new(4, 0, "GCHeapStats", HeapSizes),
        new(4, 1, "GCHeapStats", HeapSizes + Clr),
        new(4, 2, "GCHeapStats", HeapSizes + Clr + "u64 Size4Bytes, u64 Promoted4Bytes"),
        new(7, 0, "GCRestartBegin", ""),
        new(7, 1, "GCRestartBegin", Clr),
        new(8, 0, "GCSuspendEnd", ""),
        new(8, 1, "GCSuspendEnd", Clr),
        new(9, 0, "GCSuspendBegin", "u16 Reason"),
        new(9, 1, "GCSuspendBegin", "u32 Reason, u32 Count, " + Clr),
        new(10, 0, "GCAllocationTick", Allocated),
        new(10, 1, "GCAllocationTick", Allocated + Clr),
        new(10, 2, "GCAllocationTick", AllocatedType),
        new(10, 3, "GCAllocationTick", AllocatedType + "ptr Address"),
        new(10, 4, "GCAllocationTick", AllocatedType + "ptr Address, u64 ObjectSizeBytes"),

        // The given number of type descriptions follows; no code here reads them.
        new(15, 0, "BulkType", "u32 Count, " + Clr),
        new(35, 0, "GCTriggered", "u32 Reason, " + Clr),
        new(50, 0, "ThreadPoolWorkerStart", Workers),
        new(51, 0, "ThreadPoolWorkerStop", Workers),
        new(54, 0, "ThreadPoolSample", "f64 Throughput, " + Clr),
        new(55, 0, "ThreadPoolAdjustment", "f64 AverageThroughput, u32 NewCount, u32 Reason, " + Clr),
        new(57, 0, "ThreadPoolWorkerWait", Workers),
        new(80, 0, "ExceptionThrown", ""),
        new(80, 1, "ExceptionThrown", Thrown + Clr),
        new(81, 0, "ContentionStart", ""),
        new(81, 1, "ContentionStart", "u8 Flags, " + Clr),
        new(81, 2, "ContentionStart", "u8 Flags, " + Clr + "ptr LockId, ptr ObjectId, u64 OwnerThreadId"),
        new(85, 0, "ThreadCreated", ThreadIds + "u32 Flags, u32 ManagedThreadIndex, u32 OSThreadId, " + Clr),
        new(86, 0, "ThreadTerminated", ThreadIds + Clr),
        new(91, 0, "ContentionStop", "u8 Flags, " + Clr),
        new(91, 1, "ContentionStop", "u8 Flags, " + Clr + "f64 DurationNanoseconds"),
        new(141, 0, "MethodLoad", Method),
        new(141, 1, "MethodLoad", Method + Clr),
        new(141, 2, "MethodLoad", Method + Clr + "u64 ReJitId"),
        new(142, 0, "MethodUnload", Method),
        new(142, 1, "MethodUnload", Method + Clr),
        new(142, 2, "MethodUnload", Method + Clr + "u64 ReJitId"),
        new(143, 0, "MethodLoadVerbose", Method + MethodNames),
        new(143, 1, "MethodLoadVerbose", Method + MethodNames + Clr),
        new(143, 2, "MethodLoadVerbose", Method + MethodNames + Clr + "u64 ReJitId"),
        new(144, 0, "MethodUnloadVerbose", Method + MethodNames),
        new(144, 1, "MethodUnloadVerbose", Method + MethodNames + Clr),
        new(144, 2, "MethodUnloadVerbose", Method + MethodNames + Clr + "u64 ReJitId"),
        new(145, 0, "MethodJittingStarted", Jitting),
        new(145, 1, "MethodJittingStarted", Jitting + Clr),
        new(151, 0, "DomainModuleLoad", DomainModule),
        new(151, 1, "DomainModuleLoad", DomainModule + Clr),
        new(152, 0, "ModuleLoad", ModuleVersions),
        new(152, 1, "ModuleLoad", ModuleVersions + Clr),
        new(152, 2, "ModuleLoad", ModuleVersions + Clr + PdbNames),
        new(153, 0, "ModuleUnload", ModuleVersions),
        new(153, 1, "ModuleUnload", ModuleVersions + Clr),
        new(153, 2, "ModuleUnload", ModuleVersions + Clr + PdbNames),
        new(154, 0, "AssemblyLoad", "u64 AssemblyId, u64 AppDomainId, u32 Flags, text Name"),
        new(154, 1, "AssemblyLoad", "u64 AssemblyId, u64 AppDomainId, u64 BindingId, u32 Flags, text Name, " + Clr),
        new(155, 0, "AssemblyUnload", "u64 AssemblyId, u64 AppDomainId, u32 Flags, text Name"),
        new(155, 1, "AssemblyUnload", "u64 AssemblyId, u64 AppDomainId, u64 BindingId, u32 Flags, text Name, " + Clr),
        new(156, 0, "AppDomainLoad", "u64 AppDomainId, u32 Flags, text Name"),
        new(156, 1, "AppDomainLoad", "u64 AppDomainId, u32 Flags, text Name, u32 Index, " + Clr),
        new(157, 0, "AppDomainUnload", "u64 AppDomainId, u32 Flags, text Name"),
        new(157, 1, "AppDomainUnload", "u64 AppDomainId, u32 Flags, text Name, u32 Index, " + Clr),
        new(159, 0, "EntryPoint", "u64 MethodId, " + MethodNames + "u64 Address, " + Clr),
        new(187, 0, "RuntimeStart", Clr + "u16 Sku, " + Versions +
            "u32 StartupFlags, u8 StartupMode, text CommandLine, guid ComObjectId, text RuntimePath"),
        new(280, 0, "TieredCompilationSettings", Clr + "u32 Flags"),
        new(301, 0, "WaitHandleWaitStart", "u8 Source, ptr ObjectId, " + Clr),
        new(302, 0, "WaitHandleWaitStop", Clr),
    ];

    private static readonly FrozenDictionary<int, PayloadLayout[]> RuntimeByEvent =
        Rows.GroupBy(row => row.EventId).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>Every known layout of <see cref="RuntimeProvider.Name"/>, by event, then by version.</summary>
    public static ReadOnlySpan<PayloadLayout> All => Rows;

    /// <summary>Event 0 of <see cref="RuntimeProvider.SampleProfilerName"/>; its stack is the position.</summary>
    public static PayloadLayout ThreadSample { get; } = new(0, 0, "ThreadSample", "u32 Type");

    /// <summary>Event 1 of <see cref="RuntimeProvider.EventPipeName"/>: which process wrote the stream.</summary>
    public static PayloadLayout CommandLine { get; } =
        new(1, 1, "CommandLine", "text CommandLine, text OperatingSystem, text Architecture");

    /// <summary>
    /// The layout of an event of <see cref="RuntimeProvider.Name"/>, or null if it is not known here. Of a version
    /// newer than all that are known, the newest: the runtime appends.
    /// </summary>
    public static PayloadLayout? Find(int eventId, int version)
    {
        if (!RuntimeByEvent.TryGetValue(eventId, out PayloadLayout[]? versions) || version < 0)
        {
            return null;
        }

        return versions[Math.Min(version, versions.Length - 1)];
    }
}
