using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Collects the index of a file as it is read the first time. Not safe for concurrent use.</summary>
internal sealed class IndexTally : INetTraceVisitor
{
    private const long MaxSymbolBytes = 64 << 20;

    private readonly bool _needsSymbols;
    private readonly FactsTally _facts = new();
    private readonly EventTally _events = new();
    private readonly ThreadTally _threads = new();
    private readonly SymbolTable _symbols = new(MaxSymbolBytes);
    private readonly UniversalCode _code = new();
    private readonly ThreadNames _names = new();
    private readonly ManagedThreads _managedThreads = new();
    private TraceTicks? _earliestFigure;
    private EventSchemas? _schemas;
    private readonly ThreadRoles _roles;

    /// <param name="needs">The records that are required: names of code are needed only for stacks.</param>
    public IndexTally(ModelNeeds needs)
    {
        _needsSymbols = needs.HasFlag(ModelNeeds.Stacks);
        _roles = new ThreadRoles(_names);
    }

    /// <inheritdoc/>
    public void OnTrace(TraceObject trace) => _facts.OnTrace(trace);

    /// <inheritdoc/>
    public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload) => _facts.OnFrame(kind, payload);

    /// <inheritdoc/>
    public void OnThread(V6Thread thread)
    {
        if (thread.Name.Length > 0)
        {
            _names.Add(unchecked((long)thread.ThreadId), FileText.ShortenName(thread.Name));
        }
    }

    /// <inheritdoc/>
    public void OnEvent(MetadataRow row, in EventBlockReader current)
    {
        _facts.OnEvent(row, current);
        if (FactsTally.IsEarlier(current) && !(_earliestFigure <= current.At))
        {
            _earliestFigure = current.At;
        }

        bool isRundown = row.Provider == RuntimeProvider.RundownName;
        bool isRuntime = row.Provider == RuntimeProvider.Name;
        if (_needsSymbols && (isRundown || isRuntime))
        {
            AddSymbol(isRundown ? SymbolOrigin.Rundown : SymbolOrigin.Live, row, current);
        }

        if (_needsSymbols && row.Provider == UniversalProvider.System)
        {
            AddCode(row, current);
        }

        AddThreadName(row, isRuntime, current);
        _managedThreads.Add(row, current, _facts.Trace!);

        if (!FactsTally.IsAdded(current) && row.Provider != OwnEvents.ManifestProvider)
        {
            _events.Add(row);
            if (!isRundown)
            {
                TalliedThread? thread = _threads.Add(current.ThreadId);
                if (!IsPartOfWait(row, isRuntime) && !IsSample(row))
                {
                    thread?.AddLast(current.At);
                }
            }
        }
    }

    /// <summary>The index; false if it was no nettrace stream.</summary>
    public bool TryConclude(NetTraceReader reader, out NetTraceIndex? index, out TraceFault? fault)
    {
        index = null;
        if (!_facts.TryConclude(reader, out TraceFileFacts? facts, out fault))
        {
            return false;
        }

        index = new NetTraceIndex
        {
            Facts = facts!,
            Symbols = _symbols,
            Code = _code,
            Context = new TraceContext(
                new StackTable { MainModule = facts!.Process?.Name ?? "" },
                _names,
                new CoverageFinder(facts.Manifest, facts.Clock, _events).Find())
            {
                File = DescriptionOf(facts),
                Extent = facts.Clock.Extent,
                EarliestFigure = _earliestFigure is { } at
                    ? TraceTime.Min(TraceTime.Start, facts.Clock.ToTime(at))
                    : TraceTime.Start,
            },
            Events = _events,
            Threads = _threads,
            ManagedThreads = _managedThreads,
        };
        return true;
    }

    private FileDescription DescriptionOf(TraceFileFacts facts) => new FileDescription(
        string.Create(CultureInfo.InvariantCulture, $"{facts.Format} {facts.FormatVersion}"),
        facts.Process,
        facts.Losses,
        _events.All())
    {
        ProcessorCount = facts.Trace.ProcessorCount,
    }.With(facts.Manifest);

    // A wait for a lock or a task waits for a handle: these events do not show that it has ended.
    private static bool IsPartOfWait(MetadataRow row, bool isRuntime) => isRuntime
        && row.EventId is RuntimeEventId.WaitHandleWaitStart or RuntimeEventId.WaitHandleWaitStop;

    // A sample is written by the sampler, whatever its thread does.
    private static bool IsSample(MetadataRow row) =>
        row.Provider == RuntimeProvider.SampleProfilerName || UniversalEvents.IsCpuSample(row);

    private void AddThreadName(MetadataRow row, bool isRuntime, in EventBlockReader current)
    {
        if (isRuntime)
        {
            _roles.Add(row, current, _facts.Trace!);
        }
        else if (FigureThreads.IsNamed(row))
        {
            _schemas ??= new EventSchemas(_facts.Trace!.PointerBytes);
            FigureThreads.AddName(_names, _schemas.Of(row), current);
        }
    }

    private void AddCode(MetadataRow row, in EventBlockReader current)
    {
        _schemas ??= new EventSchemas(_facts.Trace!.PointerBytes);
        if (row.Name == UniversalProvider.Mapping)
        {
            _code.AddMapping(_schemas.Of(row), current.ProcessId, current.Payload);
        }
        else if (row.Name == UniversalProvider.Symbol)
        {
            _code.AddSymbol(_schemas.Of(row), current.Payload);
        }
    }

    private void AddSymbol(SymbolOrigin origin, MetadataRow row, in EventBlockReader current)
    {
        _symbols.Add(new SymbolEvent(origin, row.EventId, row.Version, current.At, current.Payload));
        if (origin == SymbolOrigin.Rundown)
        {
            _symbols.EntryPointsTrusted = true;
        }
    }
}
