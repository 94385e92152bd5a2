using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What the operating system reports about the process and its machine. Not safe for concurrent use.</summary>
/// <param name="options">Whether it is about the window only.</param>
internal sealed class MachineView(ViewOptions options) : ViewBase, IView
{
    /// <summary>The largest number of rows of a chart.</summary>
    public const int MaxSteps = 120;

    private readonly FigureHistory _figures = new();
    private readonly FigureSteps _heap = new();

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "machine", "What did the operating system report: processors, memory, storage, network, limits?",
        ModelNeeds.Figures,
        [.. MachineCharts.All.Select(chart => chart.Table), FigureRows.Missing, FigureRows.Recorded],
        static options => new MachineView(options))
    {
        Recording = "--figures on",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Figures | ModelNeeds.HeapStates
        | (options.IsWindowOnly ? ModelNeeds.None : ModelNeeds.EarlierFigures);

    /// <inheritdoc/>
    public void Add(in FigureReading reading) => _figures.Add(reading with { Time = SinceFirst(reading.Time) });

    /// <inheritdoc/>
    public void Add(in HeapState heap)
    {
        TraceTime at = SinceFirst(heap.Time);
        _heap.Add(new TraceTime(at.Nanoseconds - 1), at, heap.TotalBytes);
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        if (!_figures.All.Any())
        {
            return new ViewResult([.. Description.Tables.Select(table => new ViewTable(table))]);
        }

        TraceTime end = SinceFirst(Extent.End);
        MachineSteps steps = new(_figures, _heap, (First, end), MaxSteps);
        return new ViewResult(
        [
            .. MachineCharts.All.Select(chart => chart.Of(steps, _figures)),
            FigureRows.MissingOf(_figures),
            FigureRows.RecordedOf(_figures, end, MaxSteps),
        ])
        {
            Headlines = [.. MachineHeadlines.Of(_figures, steps, Context.File.ProcessorCount)],
            Notes = [.. _figures.Notes, .. EarlierNote()],
        };
    }

    // Steps are counted from the first figure, which can be long before the window of the events.
    private TraceTime First => options.IsWindowOnly ? TraceTime.Start : Context.EarliestFigure;

    private TraceTime SinceFirst(TraceTime time) => new(time.Nanoseconds - First.Nanoseconds);

    private IEnumerable<string> EarlierNote()
    {
        if (First < TraceTime.Start)
        {
            yield return $"The figures begin {ViewText.Duration(-First.Nanoseconds)} before the window of the events: "
                + "they are kept longer.";
        }
    }
}
