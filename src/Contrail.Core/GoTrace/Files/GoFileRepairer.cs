using System.Buffers;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Files;

/// <summary>
/// Keeps the generations before the first damage that a reader accepts. It holds one generation at a time.
/// </summary>
internal sealed class GoFileRepairer : ITraceRepairer, IGoFileVisitor
{
    /// <summary>Far more than any generation of a second.</summary>
    private const int MaxGenerationBytes = 1 << 30;

    private readonly IBufferWriter<byte> _target;
    private readonly ArrayBufferWriter<byte> _generation = new();
    private readonly Func<IGoEventChecker> _newChecker;
    private readonly IGoEventChecker _reading;
    private readonly GoFileWalk _walk;
    private long _keptEnd = GoTraceVersion.HeaderBytes;
    private TraceFault? _fault;
    private int _keptCount;
    private long _soundCount;
    private long _soundBytes;
    private GoFileTail? _tail;

    public GoFileRepairer(IBufferWriter<byte> target, Func<IGoEventChecker> newChecker)
    {
        _target = target;
        _newChecker = newChecker;
        _reading = newChecker();
        _walk = new GoFileWalk(this) { Reading = _reading };
    }

    /// <inheritdoc/>
    public Span<byte> Room() => _walk.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes) => _walk.Advance(filledBytes);

    /// <inheritdoc/>
    public TraceRepair Conclude()
    {
        _walk.Conclude();
        _tail?.Complete();
        return new TraceRepair
        {
            Refusal = _walk.Refusal ?? (_keptCount > 0 ? null : TraceFaultCode.GenerationsMissing),
            WasComplete = _fault is null,
            SourceBytes = _walk.Bytes,
            TornAt = _keptEnd,
            Fault = _fault,
            Generations = _keptCount,
            Events = null,
            DefinitionsDropped = 0,
            EventsDropped = 0,
            SoundPartsDropped = _soundCount + (_tail?.GenerationCount ?? 0),
            SoundBytesDropped = _soundBytes + (_tail?.GenerationBytes ?? 0),
            TracesDropped = _tail?.TraceCount ?? 0,
        };
    }

    void IGoFileVisitor.OnFrame(ReadOnlySpan<byte> frame)
    {
        if (_generation.WrittenCount + frame.Length > MaxGenerationBytes)
        {
            Fail(TraceFaultCode.GenerationTooLarge);
        }

        if (_generation.WrittenCount + frame.Length <= MaxGenerationBytes)
        {
            _generation.Write(frame);
        }
    }

    void IGoFileVisitor.OnGeneration(GoTraceGenerationState generation, long endOffset)
    {
        if (_fault is not null)
        {
            CountSound(generation.Version.Header());
        }
        else if (_reading.GoodBytes < endOffset)
        {
            Fail(_reading.Fault ?? TraceFaultCode.UnreadableEvents);
        }
        else
        {
            Keep(generation.Version, endOffset);
        }

        _generation.ResetWrittenCount();
    }

    private void CountSound(ReadOnlySpan<byte> header)
    {
        bool isSound = GoFileTail.IsSound(header, _generation.WrittenSpan, _newChecker());
        _soundCount += isSound ? 1 : 0;
        _soundBytes += isSound ? _generation.WrittenCount : 0;
    }

    private void Keep(GoTraceVersion version, long endOffset)
    {

        if (_keptCount++ == 0)
        {
            _target.Write(version.Header());
        }

        _target.Write(_generation.WrittenSpan);
        _keptEnd = endOffset;
    }

    void IGoFileVisitor.OnDropped() => _generation.ResetWrittenCount();

    void IGoFileVisitor.OnBreak(in Loss loss, long offset) => Fail(loss.Cause!.Fault);

    void IGoFileVisitor.OnUnreadable(TraceFault fault, long offset) => Fail(fault);

    void IGoFileVisitor.OnTorn(long offset) => Fail(TraceFaultCode.Torn);

    void IGoFileVisitor.OnFollowing(ReadOnlySpan<byte> untrusted)
    {
        _tail ??= new GoFileTail(_walk.Version, _newChecker);
        _tail.Add(untrusted);
    }

    private void Fail(TraceFault fault) => _fault ??= fault;
}
