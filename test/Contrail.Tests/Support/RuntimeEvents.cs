using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.Snapshots;

namespace Contrail.Tests.Support;

/// <summary>Events as .NET 8 to 10 write them, for <see cref="NetTraceFile.Add"/>.</summary>
internal static class RuntimeEvents
{
    private const int Clr = 9;
    private const ulong ModuleId = 0xA0;

    public static FileEvent SuspendBegin(int reason = 1, int count = 1) =>
        Runtime(RuntimeEventId.GCSuspendBegin, 1, new PayloadWriter().U32(reason).U32(count).U16(Clr));

    public static FileEvent SuspendEnd() => Runtime(RuntimeEventId.GCSuspendEnd, 1, new PayloadWriter().U16(Clr));

    public static FileEvent RestartEnd() => Runtime(RuntimeEventId.GCRestartEnd, 1, new PayloadWriter().U16(Clr));

    public static FileEvent GCStart(int count, int generation, int reason = 0, int type = 0) => Runtime(
        RuntimeEventId.GCStart,
        2,
        new PayloadWriter().U32(count).U32(generation).U32(reason).U32(type).U16(Clr).U64(0));

    public static FileEvent GCEnd(int count, int generation) =>
        Runtime(RuntimeEventId.GCEnd, 1, new PayloadWriter().U32(count).U32(generation).U16(Clr));

    public static FileEvent Exception(string type, string message) => Runtime(
        RuntimeEventId.ExceptionThrown,
        1,
        new PayloadWriter().Text(type).Text(message).U64(0x1000).U32(0x80131500).U16(16).U16(Clr));

    public static FileEvent ContentionStart(byte flags = 0) => Runtime(
        RuntimeEventId.ContentionStart, 2, new PayloadWriter().U8(flags).U16(Clr).U64(1).U64(2).U64(3));

    public static FileEvent ContentionStop(double nanoseconds, byte flags = 0) => Runtime(
        RuntimeEventId.ContentionStop, 1, new PayloadWriter().U8(flags).U16(Clr).F64(nanoseconds));

    public static FileEvent ContentionStopWithoutDuration(byte flags = 0) =>
        Runtime(RuntimeEventId.ContentionStop, 0, new PayloadWriter().U8(flags).U16(Clr));

    public static FileEvent HandleWaitStart() =>
        Runtime(RuntimeEventId.WaitHandleWaitStart, 0, new PayloadWriter().U8(0).U64(0).U16(Clr));

    public static FileEvent HandleWaitStop() =>
        Runtime(RuntimeEventId.WaitHandleWaitStop, 0, new PayloadWriter().U16(Clr));

    /// <summary>Flag 1 is of the collector's threads, 2 of the finalizer, 4 of workers of the thread pool.</summary>
    public static FileEvent ThreadCreated(int threadId, int flags, ulong managedId = 1) => Runtime(
        RuntimeEventId.ThreadCreated,
        0,
        new PayloadWriter().U64(managedId).U64(1).U32(flags).U32(3).U32(threadId).U16(Clr));

    /// <summary>As a rundown lists it; the managed id in code is 3, as that of <see cref="ThreadCreated"/>.</summary>
    public static FileEvent ThreadRundown(int threadId, ulong managedId) => new(
        RuntimeProvider.RundownName,
        RundownEventId.Thread,
        0,
        new PayloadWriter().U64(managedId).U64(1).U32(0).U32(3).U32(threadId).U16(Clr).ToArray());

    public static FileEvent ThreadTerminated(ulong managedId) => Runtime(
        RuntimeEventId.ThreadTerminated, 0, new PayloadWriter().U64(managedId).U64(1).U16(Clr));

    public static FileEvent ThreadPoolWorkerStart() => Runtime(
        RuntimeEventId.ThreadPoolWorkerStart, 0, new PayloadWriter().U32(1).U32(0).U16(Clr));

    public static FileEvent ThreadPoolAdjustment(int newCount, int reason) => Runtime(
        RuntimeEventId.ThreadPoolAdjustment, 0, new PayloadWriter().F64(1.5).U32(newCount).U32(reason).U16(Clr));

    public static FileEvent AllocationTick(string type, ulong bytes) => Runtime(
        RuntimeEventId.GCAllocationTick,
        4,
        new PayloadWriter().U32(0).U32(0).U16(Clr).U64(bytes).U64(1).Text(type).U32(0).U64(1).U64(24));

    /// <summary>Each of the five generations has so many bytes.</summary>
    public static FileEvent HeapStats(ulong generationBytes)
    {
        PayloadWriter payload = new();
        for (int generation = 0; generation < 4; generation++)
        {
            payload.U64(generationBytes).U64(0);
        }

        payload.U64(0).U64(0).U32(0).U32(0).U32(0).U16(Clr).U64(generationBytes).U64(0);
        return Runtime(RuntimeEventId.GCHeapStats, 2, payload);
    }

    public static FileEvent MethodLoad(ulong start, int sizeBytes, string type, string name) =>
        Runtime(RuntimeEventId.MethodLoadVerbose, 2, Method(start, sizeBytes, type, name));

    public static FileEvent MethodUnload(ulong start, int sizeBytes, string type, string name) =>
        Runtime(RuntimeEventId.MethodUnloadVerbose, 2, Method(start, sizeBytes, type, name));

    public static FileEvent MethodRundown(ulong start, int sizeBytes, string type, string name) => new(
        RuntimeProvider.RundownName,
        RundownEventId.MethodEndVerbose,
        2,
        Method(start, sizeBytes, type, name).ToArray());

    /// <summary>The module of the methods.</summary>
    public static FileEvent ModuleRundown(string path, Guid pdbId = default) => new(
        RuntimeProvider.RundownName,
        154,
        2,
        new PayloadWriter().U64(ModuleId).U64(0).U32(0).U32(0).Text(path).Text("").U16(Clr)
            .Bytes(pdbId.ToByteArray()).U32(1).Text("").Bytes(new byte[16]).U32(0).Text("").ToArray());

    /// <summary>Type 1 is in native code, 2 in managed code.</summary>
    public static FileEvent Sample(int type = 2) =>
        new(RuntimeProvider.SampleProfilerName, 0, 0, new PayloadWriter().U32(type).ToArray());

    public static FileEvent ProcessInfo(string commandLine, string system, string architecture) => new(
        RuntimeProvider.EventPipeName,
        1,
        1,
        new PayloadWriter().Text(commandLine).Text(system).Text(architecture).ToArray());

    /// <summary>An event of an event source of a program's own.</summary>
    public static FileEvent Custom(string provider, int eventId, string name) =>
        new(provider, eventId, 0, []) { Name = name };

    public static IEnumerable<FileEvent> SnapshotManifest(SnapshotManifest manifest) =>
        OwnEvents.ManifestPayloads(SnapshotManifestJson.Write(manifest)).Select(ManifestPart);

    public static FileEvent ManifestPart(int part, int parts, string json) =>
        ManifestPart(new PayloadWriter().U32(part).U32(parts).Text(json).ToArray());

    private static FileEvent ManifestPart(byte[] payload) =>
        new(OwnEvents.ManifestProvider, OwnEvents.ManifestEventId, 1, payload) { Name = "Manifest" };

    private static FileEvent Runtime(int eventId, int version, PayloadWriter payload) =>
        new(RuntimeProvider.Name, eventId, version, payload.ToArray());

    private static PayloadWriter Method(ulong start, int sizeBytes, string type, string name) => new PayloadWriter()
        .U64(start + 1).U64(ModuleId).U64(start).U32(sizeBytes).U32(0x06000001).U32(8)
        .Text(type).Text(name).Text("void ()").U16(Clr).U64(0);
}
