using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>
/// Finds the frames of a Go execution trace: the header, then batches and, from version 1.26 on, end marks. It keeps
/// nothing but the version. Not safe for concurrent use.
/// </summary>
/// <remarks>The layout is described in docs/formats/go.md.</remarks>
internal sealed class GoTraceSplitter : IFrameSplitter
{
    /// <summary>Maximum size of a frame.</summary>
    public const int MaxFrameBytes = GoBatch.MaxHeadBytes + GoBatch.MaxPayloadBytes;

    private const byte EndOfGeneration = 0x34;

    private bool _started;

    /// <summary>The version, once the header has been read.</summary>
    public GoTraceVersion Version { get; private set; }

    /// <summary>The fault after <c>Malformed</c> or <c>Unsupported</c>; null before.</summary>
    public TraceFault? Fault { get; private set; }

    /// <summary>
    /// Looks for a frame at the start of <paramref name="untrusted"/>. On <c>NeedMore</c>, bytesNeeded is a lower
    /// bound of the frame's size. Nothing moves before <see cref="Take"/>.
    /// </summary>
    public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        if (!_started)
        {
            return SplitHeader(untrusted, out frame, out bytesNeeded);
        }

        frame = default;
        bytesNeeded = 1;
        if (untrusted.IsEmpty)
        {
            return SplitStatus.NeedMore;
        }

        switch (untrusted[0])
        {
            case GoBatch.Ordinary:
                return SplitBatch(untrusted, GoTraceFrameKind.Batch, out frame, out bytesNeeded);
            case GoBatch.Experimental when Version.HasExperiments:
                return SplitBatch(untrusted, GoTraceFrameKind.ExperimentalBatch, out frame, out bytesNeeded);
            case EndOfGeneration when Version.HasEndMarks:
                frame = new Frame((int)GoTraceFrameKind.EndOfGeneration, untrusted[..1], 1);
                return SplitStatus.Complete;
            default:
                Fault = new TraceFault(TraceFaultCode.BatchExpected, Number: untrusted[0]);
                return SplitStatus.Malformed;
        }
    }

    /// <summary>Consumes the frame.</summary>
    public void Take(in Frame frame) => _started |= frame.Kind == (int)GoTraceFrameKind.Header;

    private SplitStatus SplitHeader(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        frame = default;
        bytesNeeded = GoTraceVersion.HeaderBytes;
        SplitStatus status = GoTraceVersion.Read(untrusted, out GoTraceVersion version, out TraceFault? fault);
        if (status == SplitStatus.Complete)
        {
            Version = version;
            frame = new Frame((int)GoTraceFrameKind.Header, untrusted[..bytesNeeded], bytesNeeded);
        }
        else if (status != SplitStatus.NeedMore)
        {
            Fault = fault;
        }

        return status;
    }

    private SplitStatus SplitBatch(
        ReadOnlySpan<byte> untrusted, GoTraceFrameKind kind, out Frame frame, out int bytesNeeded)
    {
        SplitStatus status = GoBatch.Read(untrusted, out GoBatch batch, out bytesNeeded);
        frame = status == SplitStatus.Complete
            ? new Frame((int)kind, untrusted[..batch.WholeBytes], batch.WholeBytes)
            : default;
        Fault = status == SplitStatus.Malformed ? TraceFaultCode.BatchUnreadable : Fault;
        return status;
    }
}
