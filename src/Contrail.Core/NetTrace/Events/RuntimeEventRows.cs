using K = Contrail.Core.NetTrace.Events.RuntimeKeywords;

namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The data of <see cref="RuntimeEventTable"/>: every known event of <see cref="RuntimeProvider.Name"/>, with the
/// keywords and the level that request it and the payloads of its versions. An event without payloads is known by name
/// only. The stream does not contain the fields of these events.
/// </summary>
internal static class RuntimeEventRows
{
    private const int Error = 2;
    private const int Verbose = 5;

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

    private const string AssemblyRequest =
        "text Name, text Path, text RequestingAssembly, text LoadContext, text RequestingLoadContext, ";

    private const string InlinedMethods =
        "text CompiledNamespace, text CompiledName, text CompiledSignature, text InlinerNamespace, " +
        "text InlinerName, text InlinerSignature, text InlineeNamespace, text InlineeName, text InlineeSignature, ";

    // Arrays follow, one element for each generation; no code here reads them.
    private const string GlobalHistory =
        "u64 FinalYoungestDesiredBytes, u32 HeapCount, u32 Depth, u32 Gen0ReductionCount, u32 Reason, " +
        "u32 Mechanisms, " + Clr + "u32 PauseMode, u32 MemoryPressure, ";

    private const string HeapHistory =
        Clr + "ptr FreeListAllocatedBytes, ptr FreeListRejectedBytes, ptr EndOfSegmentAllocatedBytes, " +
        "ptr CondemnedAllocatedBytes, ptr PinnedAllocatedBytes, ptr PinnedAllocatedAdvanceBytes, " +
        "u32 FreeListEfficiency, u32 CondemnReasons0, u32 CondemnReasons1, u32 CompactMechanisms, " +
        "u32 ExpandMechanisms, u32 HeapIndex, ptr ExtraGen0CommitBytes, u32 Count";

    /// <summary>The events, in the order of their ids.</summary>
    public static RuntimeEvent[] All { get; } =
    [
        new(
            1, "GCStart", K.GC,
            "u32 Count, u32 Reason",
            "u32 Count, u32 Depth, u32 Reason, u32 Type, " + Clr,
            "u32 Count, u32 Depth, u32 Reason, u32 Type, " + Clr + "u64 ClientSequence")
        { Role = EventRole.Collection },
        new(2, "GCEnd", K.GC, "u32 Count, u16 Depth", "u32 Count, u32 Depth, " + Clr),
        new(3, "GCRestartEnd", K.GC, "", Clr) { Role = EventRole.Resumption },
        new(4, "GCHeapStats", K.GC, HeapSizes, HeapSizes + Clr, HeapSizes + Clr + "u64 Size4Bytes, u64 Promoted4Bytes"),
        new(5, "GCCreateSegment", K.GC, "u64 Address, u64 SizeBytes, u32 Type, " + Clr),
        new(6, "GCFreeSegment", K.GC, "u64 Address, " + Clr),
        new(7, "GCRestartBegin", K.GC, "", Clr),
        new(8, "GCSuspendEnd", K.GC, "", Clr),
        new(9, "GCSuspendBegin", K.GC, "u16 Reason", "u32 Reason, u32 Count, " + Clr)
        { Role = EventRole.Suspension },
        new(
            10, "GCAllocationTick", K.GC,
            Allocated,
            Allocated + Clr,
            AllocatedType,
            AllocatedType + "ptr Address",
            AllocatedType + "ptr Address, u64 ObjectSizeBytes") { Level = Verbose },
        new(11, "GCCreateConcurrentThread", K.GC, Clr),
        new(12, "GCTerminateConcurrentThread", K.GC, Clr),
        new(13, "GCFinalizersEnd", K.GC, "u32 Count, " + Clr),
        new(14, "GCFinalizersBegin", K.GC, Clr),
        // The given number of type descriptions follows, of variable size.
        new(15, "BulkType", K.Type, "u32 Count, " + Clr) { Role = EventRole.Keep },
        new(16, "GCBulkRootEdge", K.GCHeapDump),
        new(18, "GCBulkNode", K.GCHeapDump),
        new(19, "GCBulkEdge", K.GCHeapDump),
        new(
            20, "GCSampledObjectAllocationHigh", K.GCSampledObjectAllocationHigh,
            "ptr Address, ptr TypeId, u32 ObjectCount, u64 TotalBytes, " + Clr),
        new(25, "GCMarkStackRoots", K.GC, "u32 HeapIndex, " + Clr),
        new(26, "GCMarkFinalizeQueueRoots", K.GC, "u32 HeapIndex, " + Clr),
        new(27, "GCMarkHandles", K.GC, "u32 HeapIndex, " + Clr),
        new(28, "GCMarkOlderGenerationRoots", K.GC, "u32 HeapIndex, " + Clr),
        new(29, "FinalizeObject", K.GC, "ptr TypeId, ptr ObjectId, " + Clr) { Level = Verbose },
        new(
            30, "SetGCHandle", K.GCHandle,
            "ptr HandleId, ptr ObjectId, u32 Kind, u32 Generation, u64 AppDomainId, " + Clr),
        new(31, "DestroyGCHandle", K.GCHandle, "ptr HandleId, " + Clr),
        new(
            32, "GCSampledObjectAllocationLow", K.GCSampledObjectAllocationLow,
            "ptr Address, ptr TypeId, u32 ObjectCount, u64 TotalBytes, " + Clr),
        new(
            33, "PinObjectAtGCTime", K.GC,
            "ptr HandleId, ptr ObjectId, u64 ObjectSizeBytes, text TypeName, " + Clr) { Level = Verbose },
        new(35, "GCTriggered", K.GC, "u32 Reason, " + Clr),
        new(39, "GCDynamic", K.GC, "text Name, u32 DataBytes"),
        new(50, "ThreadPoolWorkerStart", K.Threading, Workers),
        new(51, "ThreadPoolWorkerStop", K.Threading, Workers),
        new(54, "ThreadPoolSample", K.Threading, "f64 Throughput, " + Clr),
        new(55, "ThreadPoolAdjustment", K.Threading, "f64 AverageThroughput, u32 NewCount, u32 Reason, " + Clr),
        new(
            56, "ThreadPoolStats", K.Threading,
            "f64 DurationSeconds, f64 Throughput, f64 ThreadWave, f64 ThroughputWave, f64 ThroughputErrorEstimate, " +
            "f64 AverageThroughputErrorEstimate, f64 ThroughputRatio, f64 Confidence, f64 NewControlSetting, " +
            "u16 NewThreadWaveMagnitude, " + Clr) { Level = Verbose },
        new(57, "ThreadPoolWorkerWait", K.Threading, Workers),
        new(
            58, "YieldProcessorMeasurement", K.Threading,
            Clr + "f64 NanosecondsPerYield, f64 EstablishedNanosecondsPerYield"),
        new(
            59, "ThreadPoolMinMaxThreads", K.Threading,
            "u16 MinWorkers, u16 MaxWorkers, u16 MinIOThreads, u16 MaxIOThreads, " + Clr),
        new(60, "ThreadPoolWorkingThreadCount", K.Threading, "u32 Count, " + Clr) { Level = Verbose },
        new(61, "ThreadPoolEnqueue", K.Threading | K.ThreadTransfer, "ptr WorkId, " + Clr) { Level = Verbose },
        new(62, "ThreadPoolDequeue", K.Threading | K.ThreadTransfer, "ptr WorkId, " + Clr) { Level = Verbose },
        new(
            63, "ThreadPoolIOEnqueue", K.Threading | K.ThreadTransfer,
            "ptr NativeOverlapped, ptr Overlapped, u32 HasMultipleDequeues, " + Clr) { Level = Verbose },
        new(
            64, "ThreadPoolIODequeue", K.Threading | K.ThreadTransfer,
            "ptr NativeOverlapped, ptr Overlapped, " + Clr) { Level = Verbose },
        new(
            65, "ThreadPoolIOPack", K.Threading | K.ThreadTransfer,
            "ptr NativeOverlapped, ptr Overlapped, " + Clr) { Level = Verbose },
        new(70, "ThreadCreating", K.Threading, "ptr Id, " + Clr),
        new(71, "ThreadRunning", K.Threading, "ptr Id, " + Clr),
        new(
            72, "MethodDetails", K.MethodDiagnostic,
            "u64 MethodId, u64 TypeId, u32 Token, u32 TypeParameterCount, u64 LoaderModuleId") { Level = Verbose },
        new(73, "TypeLoadStart", K.TypeDiagnostic, "u32 TypeLoadId, " + Clr),
        new(
            74, "TypeLoadStop", K.TypeDiagnostic,
            "u32 TypeLoadId, " + Clr + "u16 LoadLevel, u64 TypeId, text TypeName"),
        new(80, "ExceptionThrown", K.Exception | K.Monitoring, "", Thrown + Clr)
        { Level = Error, Role = EventRole.Exception },
        new(
            81, "ContentionStart", K.Contention,
            "",
            "u8 Flags, " + Clr,
            "u8 Flags, " + Clr + "ptr LockId, ptr ObjectId, u64 OwnerThreadId") { Role = EventRole.Wait },
        new(82, "StackWalk", K.Stack),
        new(
            85, "ThreadCreated", K.AppDomainResources | K.Threading,
            ThreadIds + "u32 Flags, u32 ManagedThreadIndex, u32 OSThreadId, " + Clr)
        {
            Role = EventRole.Begin,
            Rundown = (RundownEventId.Thread, RundownEventId.Thread),
        },
        new(86, "ThreadTerminated", K.AppDomainResources | K.Threading, ThreadIds + Clr) { Role = EventRole.End },
        new(90, "ContentionLockCreated", K.Contention, "ptr LockId, ptr ObjectId, " + Clr),
        new(91, "ContentionStop", K.Contention, "u8 Flags, " + Clr, "u8 Flags, " + Clr + "f64 DurationNanoseconds"),
        new(
            141, "MethodLoad", K.Jit | K.NGen,
            Method,
            Method + Clr,
            Method + Clr + "u64 ReJitId") { Rundown = (141, 142) },
        new(142, "MethodUnload", K.Jit | K.NGen, Method, Method + Clr, Method + Clr + "u64 ReJitId"),
        new(
            143, "MethodLoadVerbose", K.Jit | K.NGen,
            Method + MethodNames,
            Method + MethodNames + Clr,
            Method + MethodNames + Clr + "u64 ReJitId") { Rundown = (143, 144) },
        new(
            144, "MethodUnloadVerbose", K.Jit | K.NGen,
            Method + MethodNames,
            Method + MethodNames + Clr,
            Method + MethodNames + Clr + "u64 ReJitId"),
        new(145, "MethodJittingStarted", K.Jit, Jitting, Jitting + Clr) { Level = Verbose },
        new(
            146, "MethodJitMemoryAllocated", K.JitTracing,
            "u64 MethodId, u64 ModuleId, u64 HotCodeBytes, u64 DataBytes, u64 AllocatedBytes, u32 Flags, " + Clr)
        { Level = Verbose },
        new(151, "DomainModuleLoad", K.Loader, DomainModule, DomainModule + Clr) { Rundown = (151, 152) },
        new(
            152, "ModuleLoad", K.Loader,
            ModuleVersions,
            ModuleVersions + Clr,
            ModuleVersions + Clr + PdbNames) { Rundown = (153, 154) },
        new(153, "ModuleUnload", K.Loader, ModuleVersions, ModuleVersions + Clr, ModuleVersions + Clr + PdbNames),
        new(
            154, "AssemblyLoad", K.Loader,
            "u64 AssemblyId, u64 AppDomainId, u32 Flags, text Name",
            "u64 AssemblyId, u64 AppDomainId, u64 BindingId, u32 Flags, text Name, " + Clr) { Rundown = (155, 156) },
        new(
            155, "AssemblyUnload", K.Loader,
            "u64 AssemblyId, u64 AppDomainId, u32 Flags, text Name",
            "u64 AssemblyId, u64 AppDomainId, u64 BindingId, u32 Flags, text Name, " + Clr),
        new(
            156, "AppDomainLoad", K.Loader,
            "u64 AppDomainId, u32 Flags, text Name",
            "u64 AppDomainId, u32 Flags, text Name, u32 Index, " + Clr) { Rundown = (157, 158) },
        new(
            157, "AppDomainUnload", K.Loader,
            "u64 AppDomainId, u32 Flags, text Name",
            "u64 AppDomainId, u32 Flags, text Name, u32 Index, " + Clr),
        new(
            159, "EntryPoint", K.CompilationDiagnostic,
            "u64 MethodId, " + MethodNames + "u64 Address, " + Clr) { Level = Verbose },
        new(160, "EntryPointStart", K.CompilationDiagnostic, "u64 MethodId, " + Clr) { Level = Verbose },
        new(185, "MethodJitInliningSucceeded", K.JitTracing, InlinedMethods + Clr) { Level = Verbose },
        new(186, "MethodJitInliningFailedAnsi", K.JitTracing) { Level = Verbose },
        new(
            187, "RuntimeStart", K.None,
            Clr + "u16 Sku, " + Versions +
                "u32 StartupFlags, u8 StartupMode, text CommandLine, guid ComObjectId, text RuntimePath")
        { Role = EventRole.Keep },
        new(188, "MethodJitTailCallSucceeded", K.JitTracing) { Level = Verbose },
        new(190, "MethodILToNativeMap", K.JittedMethodILToNativeMap, "u64 MethodId, u64 ReJitId, u8 Extent, u16 Count"),
        new(191, "MethodJitTailCallFailed", K.JitTracing) { Level = Verbose },
        new(
            192, "MethodJitInliningFailed", K.JitTracing,
            InlinedMethods + "u32 IsAlways, text Reason, " + Clr) { Level = Verbose },
        new(200, "IncreaseMemoryPressure", K.GC, "u64 Bytes, " + Clr),
        new(201, "DecreaseMemoryPressure", K.GC, "u64 Bytes, " + Clr),
        new(202, "GCMark", K.GC, "u32 HeapIndex, " + Clr + "u32 Type, u64 PromotedBytes"),
        new(
            203, "GCJoin", K.GC,
            "u32 HeapIndex, u32 Time, u32 Type, " + Clr,
            "u32 HeapIndex, u32 Time, u32 Type, " + Clr,
            "u32 HeapIndex, u32 Time, u32 Type, " + Clr + "u32 JoinId") { Level = Verbose },
        new(
            204, "GCPerHeapHistory", K.GC,
            "",
            "",
            "",
            HeapHistory),
        new(
            205, "GCGlobalHeapHistory", K.GC,
            "",
            "",
            GlobalHistory,
            GlobalHistory + "u32 CondemnReasons0, u32 CondemnReasons1, ",
            GlobalHistory + "u32 CondemnReasons0, u32 CondemnReasons1, u32 Count"),
        new(206, "GenAwareBegin", K.GC),
        new(207, "GenAwareEnd", K.GC),
        new(208, "GCLohCompact", K.GC),
        new(209, "GCFitBucket", K.GC) { Level = Verbose },
        new(250, "ExceptionCatchStart", K.Exception, "u64 EntryAddress, u64 MethodId, text MethodName, " + Clr),
        new(251, "ExceptionCatchStop", K.Exception, ""),
        new(252, "ExceptionFinallyStart", K.Exception, "u64 EntryAddress, u64 MethodId, text MethodName, " + Clr),
        new(253, "ExceptionFinallyStop", K.Exception, ""),
        new(254, "ExceptionFilterStart", K.Exception, "u64 EntryAddress, u64 MethodId, text MethodName, " + Clr),
        new(255, "ExceptionFilterStop", K.Exception, ""),
        new(256, "ExceptionThrownStop", K.Exception, ""),
        new(280, "TieredCompilationSettings", K.Compilation, Clr + "u32 Flags") { Role = EventRole.Keep },
        new(281, "TieredCompilationPause", K.Compilation, Clr),
        new(282, "TieredCompilationResume", K.Compilation, Clr + "u32 NewMethodCount"),
        new(283, "TieredCompilationBackgroundStart", K.Compilation, Clr + "u32 PendingMethodCount"),
        new(
            284, "TieredCompilationBackgroundStop", K.Compilation,
            Clr + "u32 PendingMethodCount, u32 JittedMethodCount"),
        new(290, "AssemblyLoadStart", K.AssemblyLoader, Clr + AssemblyRequest),
        new(
            291, "AssemblyLoadStop", K.AssemblyLoader,
            Clr + AssemblyRequest + "u32 Success, text ResultName, text ResultPath, u32 Cached"),
        new(
            292, "AssemblyResolutionAttempted", K.AssemblyLoader,
            Clr + "text Name, u16 Stage, text LoadContext, u16 Result, text ResultName, text ResultPath, text Message"),
        new(
            293, "AssemblyResolvingHandler", K.AssemblyLoader,
            Clr + "text Name, text HandlerName, text LoadContext, text ResultName, text ResultPath"),
        new(
            294, "AppDomainResolveHandler", K.AssemblyLoader,
            Clr + "text Name, text HandlerName, text ResultName, text ResultPath"),
        new(
            295, "AssemblyLoadFromHandler", K.AssemblyLoader,
            Clr + "text Name, u32 IsTracked, text RequestingPath, text ComputedPath"),
        new(296, "KnownPathProbed", K.AssemblyLoader, Clr + "text Path, u16 Source, u32 Result"),
        new(
            301, "WaitHandleWaitStart", K.WaitHandle, "u8 Source, ptr ObjectId, " + Clr)
        {
            Role = EventRole.HandleWait,
            Level = Verbose,
        },
        new(302, "WaitHandleWaitStop", K.WaitHandle, Clr) { Level = Verbose },
        new(
            303, "AllocationSampled", K.AllocationSampling,
            "u32 Kind, " + Clr + "ptr TypeId, text TypeName, ptr Address, u64 ObjectSizeBytes, u64 SampledByteOffset"),
    ];
}
