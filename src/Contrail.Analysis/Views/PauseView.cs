using Contrail.Analysis.Model;
using Contrail.Analysis.Views.GoTrace;

namespace Contrail.Analysis.Views;

/// <summary>Adds up pauses by their reason, and mark phases. Not safe for concurrent use.</summary>
internal sealed class PauseView : IModelSink
{
    private const int MaxLongest = 5;

    private readonly NamedTimes _byReason = new();
    private readonly List<Pause> _longest = [];
    private double _marking;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Pauses | ModelNeeds.MarkPhases;

    /// <summary>Mark phases, also those that the trace cuts.</summary>
    public int MarkCount { get; private set; }

    /// <summary>The duration of all mark phases, as far as the trace shows them.</summary>
    public TimeSpan Marking => Elapsed.ToTimeSpan(_marking);

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (!pause.Range.IsWhole)
        {
            return;
        }

        long duration = pause.Range.Nanoseconds;
        _byReason.Add(pause.Reason, duration);
        int index = _longest.FindIndex(longer => longer.Range.Nanoseconds < duration);
        _longest.Insert(index < 0 ? _longest.Count : index, pause);
        if (_longest.Count > MaxLongest)
        {
            _longest.RemoveAt(MaxLongest);
        }
    }

    /// <inheritdoc/>
    public void Add(in MarkPhase phase)
    {
        MarkCount++;
        _marking += phase.Range.Nanoseconds;
    }

    /// <summary>Whole pauses by their reason, the longest total first.</summary>
    public IReadOnlyList<TimeByName> Reasons() => _byReason.Conclude();

    /// <summary>The longest whole pauses, with their offsets from the start of the trace.</summary>
    public IReadOnlyList<(string Name, TimeSpan Offset, TimeSpan Length)> Longest() =>
        [.. _longest.Select(pause => (
            pause.Reason,
            Elapsed.ToTimeSpan(pause.Range.Start.Nanoseconds),
            Elapsed.ToTimeSpan(pause.Range.Nanoseconds)))];
}
