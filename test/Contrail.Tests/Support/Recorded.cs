using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>A recording fed from bytes in memory, and files made of it.</summary>
internal sealed class Recorded : IDisposable
{
    public Recorded(RecordingLimits? limits = null, long maxRetainedBytes = 1 << 20)
    {
        Limits = limits ?? new RecordingLimits(TimeSpan.FromHours(1), 64 << 20);
        NetTraceFormat format = new(maxRetainedBytes, Limits.MaxCarriedBytes);
        Trace = new TraceRecording(format, Limits, NetTraceSplitter.MaxFrameBytes);
    }

    public RecordingLimits Limits { get; }

    public TraceRecording Trace { get; }

    public SymbolTable Symbols { get; } = new(1 << 20);

    public SourceState Status => Trace.Counts().Status;

    public static Recorded Of(ReadOnlySpan<byte> stream, RecordingLimits? limits = null, int pieceBytes = int.MaxValue)
    {
        Recorded recorded = new(limits);
        recorded.Feed(stream, pieceBytes);
        return recorded;
    }

    public Recorded Feed(ReadOnlySpan<byte> stream, int pieceBytes = int.MaxValue)
    {
        while (!stream.IsEmpty)
        {
            int taken = Math.Min(pieceBytes, stream.Length);
            Trace.Append(stream[..taken]);
            stream = stream[taken..];
        }

        return this;
    }

    /// <summary>The stream ends here, and another one follows.</summary>
    public Recorded Next()
    {
        Trace.BeginStream(Trace.Latest ?? default);
        return this;
    }

    /// <summary>The recording ends now, in the middle of nothing.</summary>
    public Recorded End()
    {
        Trace.Complete(Trace.Latest ?? default);
        return this;
    }

    /// <summary>A snapshot as of the latest moment seen, or of another.</summary>
    public Snapshot Snapshot(
        TraceTicks? now = null, string reason = "a test", Func<SnapshotFacts, SnapshotFacts>? with = null,
        CancellationToken cancellationToken = default)
    {
        FrozenRing ring = Trace.Freeze(now ?? Trace.Latest ?? default)
            ?? throw new InvalidOperationException("Nothing has arrived yet.");
        SnapshotFacts facts = new()
        {
            Reason = reason,
            RequestedUtc = NetTraceFile.Begin,
            RequestCoverage = RequestCoverage.Flushed,
            Period = Limits.Period,
            MaxBytes = Limits.MaxBytes,
            HeldBytes = 0,
        };
        return new NetTraceAssembler(Symbols).Assemble(
            ring, with?.Invoke(facts) ?? facts, cancellationToken);
    }

    /// <summary>The same, as the bytes of the file.</summary>
    public (byte[] Bytes, SnapshotManifest Manifest) File(TraceTicks? now = null)
    {
        using Snapshot snapshot = Snapshot(now);
        return (BytesOf(snapshot), snapshot.Manifest);
    }

    public static byte[] BytesOf(Snapshot snapshot)
    {
        byte[] bytes = [.. snapshot.Parts.SelectMany(part => part.ToArray())];
        Assert.Equal(snapshot.SizeBytes, bytes.Length);
        return bytes;
    }

    public void Dispose() => Trace.Dispose();
}
