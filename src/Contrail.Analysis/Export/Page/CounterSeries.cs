using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Export.Page;

/// <summary>The values of one counter. Not safe for concurrent use.</summary>
internal sealed class CounterSeries
{
    /// <summary>As many as a chart has pixels.</summary>
    private const int MaxValues = 400;

    private readonly ThinnedSeries<(long Nanoseconds, double Value)> _values = new(MaxValues);

    /// <summary>The values that are kept, in their order.</summary>
    public IReadOnlyList<(long Nanoseconds, double Value)> Values => _values.Items;

    /// <summary>Values that are not kept.</summary>
    public long OmittedCount => _values.OmittedCount;

    /// <summary>The unit, as the program declares it.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>What the values are.</summary>
    public CounterKind Kind { get; private set; }

    /// <summary>Adds a value.</summary>
    public void Add(in Counter counter)
    {
        _values.Add((counter.Time.Nanoseconds, counter.Value));
        Unit = counter.Unit;
        Kind = counter.Kind;
    }
}
