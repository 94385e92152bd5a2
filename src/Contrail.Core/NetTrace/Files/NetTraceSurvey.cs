using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Surveys a nettrace file for a cut: all names in it, wherever they are; its manifest, or other facts about its
/// process; and first and last timestamp of its events.
/// </summary>
internal sealed class NetTraceSurvey : ITraceSurvey, INetTraceVisitor
{
    /// <summary>A method takes some 250 bytes: a million of them, four times what was ever seen.</summary>
    private const long MaxSymbolBytes = 256 << 20;

    private readonly NetTraceReader _reader;
    private readonly ManifestParts _certificate = new();
    private TraceTicks? _first;
    private TraceTicks? _last;
    private ProcessFacts? _process;
    private bool _rundownSeen;
    private bool _isRundownComplete;

    public NetTraceSurvey() => _reader = new NetTraceReader(this);

    /// <summary>The trace object, once it has arrived.</summary>
    public TraceObject? Trace { get; private set; }

    /// <summary>All rows of the file.</summary>
    public MetadataRows Rows => _reader.Rows;

    /// <summary>All names of the file.</summary>
    public SymbolTable Symbols { get; } = new(MaxSymbolBytes);

    /// <summary>The file's own manifest, if it is a snapshot.</summary>
    public SnapshotManifest? Manifest => _certificate.Join();

    /// <summary>Whether the file ends as it should.</summary>
    public bool IsComplete => _reader.Status == SplitStatus.End;

    /// <inheritdoc/>
    public TraceFault? Fault => _reader switch
    {
        { Status: not SplitStatus.NeedMore } => _reader.Fault,
        { Offset: 0, PendingBytes: 0 } => TraceFaultCode.Empty,
        { PendingBytes: 0 } => new TraceFault(TraceFaultCode.EndMarkMissing, _reader.Offset),
        _ => new TraceFault(TraceFaultCode.EndsInsideFrame, _reader.Offset),
    };

    /// <inheritdoc/>
    public (DateTime FirstUtc, DateTime LastUtc)? RangeUtc =>
        Manifest is { FirstUtc: { } from, LastUtc: { } to } && Trace is not null
        ? (from.ToUniversalTime(), to.ToUniversalTime())
        : _first is { } first && _last is { } last ? (Trace!.ToUtc(first), Trace.ToUtc(last)) : null;

    /// <inheritdoc/>
    public bool HasTimeOfDay => Trace is null or { IsUtcKnown: true };

    /// <inheritdoc/>
    public Span<byte> Room() => _reader.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes) => _reader.Advance(filledBytes) == SplitStatus.NeedMore;

    /// <inheritdoc/>
    public ITraceCutter Cut(CutRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Trace is null)
        {
            throw new InvalidOperationException("Nothing was found that could be cut.");
        }

        Symbols.EntryPointsTrusted = _rundownSeen || Manifest is not null;
        return new NetTraceCutter(this, request);
    }

    /// <summary>The process of the file, as far as the file contains it.</summary>
    public ProcessFacts Process => Manifest?.Process
        ?? _process
        ?? ProcessFacts.Unknown with { Id = Trace?.ProcessId ?? 0 };

    /// <summary>The source of its names.</summary>
    public SymbolFacts SymbolFacts => Manifest?.Symbols
        ?? new SymbolFacts(_isRundownComplete ? RundownOutcome.Done
            : RundownOutcome.Unknown, 0, Symbols.FactCount, Symbols.ForgottenCount);

    void INetTraceVisitor.OnTrace(TraceObject trace) => Trace = trace;

    void INetTraceVisitor.OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
    {
        // Only events contain names and times.
    }

    void INetTraceVisitor.OnEvent(MetadataRow row, in EventBlockReader current)
    {
        bool isAdded = current.CaptureThreadId
            is OwnEvents.CaptureThreadId or OwnEvents.EarlierFigureCaptureThreadId;
        switch (row.Provider)
        {
            case RuntimeProvider.RundownName:
                AddSymbol(SymbolOrigin.Rundown, row, current);
                _rundownSeen = true;
                _isRundownComplete |= RundownEventId.IsComplete(row.EventId);
                return;
            case RuntimeProvider.EventPipeName:
                _process = DescribedProcess.Read(row.EventId, current.Payload, Trace!.ProcessId) ?? _process;
                return;
            case RuntimeProvider.Name:
                AddSymbol(SymbolOrigin.Live, row, current);
                break;
            case OwnEvents.ManifestProvider when row.EventId == OwnEvents.ManifestEventId:
                _certificate.Add(current.Payload);
                break;
        }

        if (!isAdded)
        {
            _first = _first is { } first && first < current.At ? first : current.At;
            _last = _last is { } last && last > current.At ? last : current.At;
        }
    }

    private void AddSymbol(SymbolOrigin origin, MetadataRow row, in EventBlockReader current) =>
        Symbols.Add(new SymbolEvent(origin, row.EventId, row.Version, current.At, current.Payload));
}
