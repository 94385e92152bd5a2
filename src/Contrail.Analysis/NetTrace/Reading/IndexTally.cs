using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Reading;
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
        RowUse use = _facts.UseOf(row);
        _facts.Add(row, use, current);
        if (FactsTally.IsEarlier(current) && !(_earliestFigure <= current.At))
        {
            _earliestFigure = current.At;
        }

        if (_needsSymbols)
        {
            AddNames(row, use, current);
        }

        if (use.HasFlag(RowUse.Roles))
        {
            _roles.Add(row, current, _facts.Trace!);
        }

        if (use.HasFlag(RowUse.NamedThreads))
        {
            AddThreadName(row, current);
        }

        if (use.HasFlag(RowUse.ManagedThreads))
        {
            _managedThreads.Add(row, current, _facts.Trace!);
        }

        if (!FactsTally.IsAdded(current) && !use.HasFlag(RowUse.OwnProvider))
        {
            Count(row, use, current);
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
        IsDamaged = !facts.Complete || facts.Repair is not null,
    }.With(facts.Manifest);

    private void AddThreadName(MetadataRow row, in EventBlockReader current)
    {
        _schemas ??= new EventSchemas(_facts.Trace!.PointerBytes);
        FigureThreads.AddName(_names, _schemas.Of(row), current);
    }

    private void Count(MetadataRow row, RowUse use, in EventBlockReader current)
    {
        _events.Add(row);
        if (!use.HasFlag(RowUse.Rundown))
        {
            TalliedThread? thread = _threads.Add(current.ThreadId);
            if (!use.HasFlag(RowUse.NotRunning))
            {
                thread?.AddLast(current.At);
            }
        }
    }

    private void AddNames(MetadataRow row, RowUse use, in EventBlockReader current)
    {
        if (use.HasFlag(RowUse.Symbols))
        {
            SymbolOrigin origin = use.HasFlag(RowUse.Rundown) ? SymbolOrigin.Rundown : SymbolOrigin.Live;
            _symbols.Add(new SymbolEvent(origin, row.EventId, row.Version, current.At, current.Payload));
        }

        // Also without code: that it is a rundown is why entry points are trusted.
        if (use.HasFlag(RowUse.Rundown))
        {
            _symbols.EntryPointsTrusted = true;
        }

        if (use.HasFlag(RowUse.Code))
        {
            AddCode(row, current);
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
}
