using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The values of counters and metrics over time. Not safe for concurrent use.</summary>
internal sealed class CountersView : ViewBase, IView
{
    private const int MaxSeries = 2_000;

    private static readonly TableDescription Counters = new(
        "counters", "Counters",
        new ViewColumn("chart", "over time", ViewUnit.Series),
        new ViewColumn("last", "last", ViewUnit.Number),
        new ViewColumn("min", "min", ViewUnit.Number),
        new ViewColumn("mean", "mean", ViewUnit.Number),
        new ViewColumn("max", "max", ViewUnit.Number),
        new ViewColumn("values", "values", ViewUnit.Count),
        new ViewColumn("unit", "unit", ViewUnit.Text),
        new ViewColumn("provider", "provider", ViewUnit.Text),
        new ViewColumn("name", "name", ViewUnit.Text),
        new ViewColumn("tags", "tags", ViewUnit.Text));

    private readonly BoundedGroups<(string Provider, string Name, string Tags), Series> _series = new(MaxSeries);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "counters", "How did counters and metrics change?",
        ModelNeeds.Counters, [Counters], static _ => new CountersView())
    {
        Recording = "--figures for the operating system's, for the runtime's --providers "
            + "System.Runtime:0x0:4:EventCounterIntervalSec=1, or another provider with counters",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Counters;

    /// <inheritdoc/>
    public void Add(in Counter counter) =>
        _series.Find((counter.Provider, counter.Name, counter.Tags))?.Add(counter);

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable table = new(Counters);
        foreach (((string provider, string name, string tags), Series series) in _series.All
            .OrderBy(pair => pair.Key.Provider, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Tags, StringComparer.Ordinal))
        {
            table.Add(
                ViewValue.Series(series.Values), series.Last, series.Min, series.Mean, series.Max,
                series.Count, Known(series.Unit), Known(provider), name, Known(tags));
        }

        return new ViewResult(table) { Notes = [.. _series.Notes("values")] };
    }

    private sealed class Series
    {
        private const int MaxValues = 1_024;

        private readonly List<double> _values = [];
        private int _joined = 1;
        private double _sum;
        private double _weight;

        /// <summary>The values in their order; of a long series, the largest of as many as are joined.</summary>
        public double[] Values => [.. _values];

        public long Count { get; private set; }

        /// <summary>The mean of what was measured: a value that summarizes more measurements weighs more.</summary>
        public double Mean => _sum / _weight;

        public double Min { get; private set; } = double.MaxValue;

        public double Max { get; private set; } = double.MinValue;

        public double Last { get; private set; }

        public string Unit { get; private set; } = "";

        public void Add(in Counter counter)
        {
            if (Count % _joined == 0)
            {
                _values.Add(counter.Value);
            }
            else
            {
                _values[^1] = Math.Max(_values[^1], counter.Value);
            }

            Count++;
            long weight = Math.Max(1, counter.Count);
            _sum += counter.Value * weight;
            _weight += weight;
            Min = Math.Min(Min, counter.Value);
            Max = Math.Max(Max, counter.Value);
            Last = counter.Value;
            Unit = counter.Unit;
            if (_values.Count >= MaxValues)
            {
                Join();
            }
        }

        private void Join()
        {
            for (int index = 0; index < MaxValues / 2; index++)
            {
                _values[index] = Math.Max(_values[2 * index], _values[(2 * index) + 1]);
            }

            _values.RemoveRange(MaxValues / 2, MaxValues / 2);
            _joined *= 2;
        }
    }
}
