using System.Globalization;
using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>
/// The details of the current event of a Go trace, with the names that Go's own tool prints. Not safe for concurrent
/// use.
/// </summary>
/// <param name="stacks">Finds the stack of an event.</param>
internal sealed class GoEventDetails(GoStacks stacks) : IEventDetails
{
    private static readonly string[] KindNames = Enum.GetNames<GoEventKind>();

    /// <summary>The current event.</summary>
    public GoEvent Current { get; set; }

    /// <inheritdoc/>
    public StackId Stack => Current.StackId == 0 ? StackId.None : stacks.Find(Current);

    /// <summary>The name of a kind of event.</summary>
    public static string NameOf(GoEventKind kind) => KindNames[(int)kind];

    /// <inheritdoc/>
    public IReadOnlyList<EventFieldText> ReadFields() => Current.Kind switch
    {
        GoEventKind.Metric => OfMetric(GoMetric.Of(Current)),
        GoEventKind.Label => OfLabel(GoLabel.Of(Current)),
        GoEventKind.RangeBegin or GoEventKind.RangeActive or GoEventKind.RangeEnd => OfRange(GoRange.Of(Current)),
        GoEventKind.TaskBegin or GoEventKind.TaskEnd => OfTask(GoTask.Of(Current)),
        GoEventKind.RegionBegin or GoEventKind.RegionEnd => OfRegion(GoRegion.Of(Current)),
        GoEventKind.Log => OfLog(GoLog.Of(Current)),
        GoEventKind.StateTransition => OfTransition(GoTransition.Of(Current)),
        GoEventKind.Experimental => OfExperiment(Current),
        GoEventKind.Sync => [Number("N", GoSync.Of(Current).Number)],
        _ => [],
    };

    /// <inheritdoc/>
    public bool TryFind(string path, out string text, out double? number)
    {
        foreach (EventFieldText field in ReadFields())
        {
            if (field.Name == path)
            {
                text = field.Value;
                number = field.IsNumber ? double.Parse(text, CultureInfo.InvariantCulture) : null;
                return true;
            }
        }

        (text, number) = ("", null);
        return false;
    }

    private static List<EventFieldText> OfMetric(in GoMetric metric) =>
        [Text("Name", metric.Name), Number("Value", metric.Value)];

    private static List<EventFieldText> OfLabel(in GoLabel label) =>
        [Text("Label", label.Text), Resource("Resource", label.Subject)];

    private static List<EventFieldText> OfRange(in GoRange range)
    {
        List<EventFieldText> fields = [Text("Name", range.Name), Resource("Scope", range.Scope)];
        if (range.Swept is { } swept)
        {
            fields.Add(Number("bytes swept", swept.SweptBytes));
            fields.Add(Number("bytes reclaimed", swept.ReclaimedBytes));
        }

        return fields;
    }

    private static List<EventFieldText> OfTask(in GoTask task) =>
        [Number("ID", task.Id), Number("Parent", task.Parent), Text("Type", task.Type)];

    private static List<EventFieldText> OfRegion(in GoRegion region) =>
        [Number("Task", region.Task), Text("Type", region.Type)];

    private static List<EventFieldText> OfLog(in GoLog log) =>
        [Number("Task", log.Task), Text("Category", log.Category), Text("Message", log.Message)];

    private static List<EventFieldText> OfTransition(in GoTransition transition) =>
    [
        Number(transition.Subject.Kind == GoResourceKind.Proc ? "ProcID" : "GoID", transition.Subject.Id),
        new("From", transition.From.ToString(), IsNumber: false), new("To", transition.To.ToString(), IsNumber: false),
        Text("Reason", transition.Reason),
    ];

    private static List<EventFieldText> OfExperiment(in GoEvent current)
    {
        List<EventFieldText> fields = [new("Name", current.Row.Name, IsNumber: false)];
        for (int index = 0; index < current.Row.UntimedCount; index++)
        {
            string name = Encoding.ASCII.GetString(current.Row.ArgumentBytes[index + 1]);
            fields.Add(Number(name, current.Number(index)));
        }

        return fields;
    }

    private static EventFieldText Text(string name, ReadOnlyMemory<byte> utf8) =>
        new(name, FileText.Shorten(Encoding.UTF8.GetString(utf8.Span)), IsNumber: false);

    private static EventFieldText Number<TNumber>(string name, TNumber value)
        where TNumber : IFormattable => new(name, value.ToString(null, CultureInfo.InvariantCulture), IsNumber: true);

    private static EventFieldText Resource(string name, in GoResource resource) => new(
        name,
        resource.Kind == GoResourceKind.None
            ? $"{resource.Kind}"
            : string.Create(CultureInfo.InvariantCulture, $"{resource.Kind}({resource.Id})"),
        IsNumber: false);
}
