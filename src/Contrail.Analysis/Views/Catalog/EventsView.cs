using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The events themselves, in the order of time. Only those of the requested page are decoded. Not safe for concurrent
/// use.
/// </summary>
internal sealed class EventsView(ViewOptions options) : ViewBase, IView
{
    private const int MaxRows = 10_000;
    private const long MaxChars = 16 << 20;

    private static readonly TableDescription Events = new(
        "events", "Events in the order of time",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("thread", "thread", ViewUnit.Identity),
        new ViewColumn("provider", "provider", ViewUnit.Text),
        new ViewColumn("event", "event", ViewUnit.Text),
        new ViewColumn("fields", "fields", ViewUnit.Fields),
        new ViewColumn("stack", "stack", ViewUnit.Stack));

    private readonly ViewTable _table = new(Events);
    private readonly int _maxRows = Math.Min(options.MaxRows, MaxRows);
    private long _count;
    private long _chars;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "events", "Which events does the file contain, with which fields?",
        ModelNeeds.None, [Events], static options => new EventsView(options))
    { HasPages = true };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Events | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in EventRecord one)
    {
        bool isOnPage = _count >= options.SkippedRows && _table.Rows.Count < _maxRows && _chars < MaxChars;
        _count++;
        if (isOnPage)
        {
            IReadOnlyList<EventFieldText> fields = one.Details.ReadFields();
            _chars += fields.Sum(field => field.Name.Length + field.Value.Length);
            string? provider = one.Provider.Length > 0 ? one.Provider : null;
            _table.Add(
                one.Time, one.ExecutionId, provider, one.Name, ViewValue.Of(fields), one.Details.Stack);
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        long skipped = Math.Min(options.SkippedRows, _count);
        _table.OmittedCount = _count - skipped - _table.Rows.Count;
        if (_count == 0)
        {
            return new ViewResult(_table);
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        string which = options.Filter is null ? "in the file" : "that match the filter";
        string page = _table.Rows.Count == 0
            ? string.Create(culture, $"Events {which}: {_count:N0}; all are skipped.")
            : string.Create(
                culture, $"Events {which}: {_count:N0}; shown: {skipped + 1:N0} to {skipped + _table.Rows.Count:N0}.");
        return new ViewResult(_table) { Headlines = [page] };
    }
}
