using System.Text;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;

namespace Contrail.Tests.Support;

/// <summary>The figures of one turn.</summary>
internal sealed class KeptFigures : IFigureSink
{
    private readonly List<(FigureEvent Event, int ThreadId, string Text, long[] Values)> _all = [];

    /// <summary>The names of the events, in their order.</summary>
    public IEnumerable<string> Names => _all.Select(one => one.Event.Name);

    /// <summary>The text and the thread of each event of a kind.</summary>
    public IEnumerable<(string Text, int ThreadId)> Subjects(FigureEvent described) =>
        _all.Where(one => one.Event == described).Select(one => (one.Text, one.ThreadId));

    /// <summary>Whether all figures of the events of a kind are unknown, and there are such events.</summary>
    public bool AreUnknown(FigureEvent described) =>
        _all.Any(one => one.Event == described)
        && _all.Where(one => one.Event == described).All(one =>
            one.Values.All(value => value == FigureTable.Unknown));

    /// <summary>A figure of the only event of a kind, or of the only one with a text.</summary>
    public long Of(FigureEvent described, string column, string? text = null) =>
        _all.Single(one => one.Event == described && (text is null || one.Text == text))
            .Values[described.IndexOf(column)];

    /// <summary>A turn of a reader; null once the process has ended.</summary>
    public static KeptFigures? Read(FigureReader reader, bool isQuick = false)
    {
        KeptFigures kept = new();
        bool isAlive = isQuick ? reader.ReadQuickly(kept) : reader.Read(kept);
        return isAlive ? kept : null;
    }

    /// <inheritdoc/>
    public void Add(
        FigureEvent described, int threadId, ReadOnlySpan<byte> untrustedText, ReadOnlySpan<long> values) =>
        _all.Add((described, threadId, Encoding.UTF8.GetString(untrustedText), values.ToArray()));
}
