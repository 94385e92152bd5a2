using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What the operating system reports about the process and its machine. Not safe for concurrent use.</summary>
internal sealed class MachineView : ViewBase, IView
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
        static _ => new MachineView())
    {
        Recording = "--figures on",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Figures | ModelNeeds.HeapStates;

    /// <inheritdoc/>
    public void Add(in FigureReading reading) => _figures.Add(reading);

    /// <inheritdoc/>
    public void Add(in HeapState heap) =>
        _heap.Add(new TraceTime(heap.Time.Nanoseconds - 1), heap.Time, heap.TotalBytes);

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        if (!_figures.All.Any())
        {
            return new ViewResult([.. Description.Tables.Select(table => new ViewTable(table))]);
        }

        MachineSteps steps = new(_figures, _heap, Extent.End, MaxSteps);
        return new ViewResult(
        [
            .. MachineCharts.All.Select(chart => chart.Of(steps, _figures)),
            FigureRows.MissingOf(_figures),
            FigureRows.RecordedOf(_figures, Extent.End, MaxSteps),
        ])
        {
            Headlines = [.. MachineHeadlines.Of(_figures, steps, Context.File.ProcessorCount)],
            Notes = [.. _figures.Notes],
        };
    }
}
