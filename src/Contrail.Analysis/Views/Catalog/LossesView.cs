using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>What is missing from a file. Not safe for concurrent use.</summary>
internal sealed class LossesView : ViewBase, IView
{
    private static readonly TableDescription Losses = new(
        "losses", "Losses",
        new ViewColumn("from", "from (UTC)", ViewUnit.Text),
        new ViewColumn("to", "to (UTC)", ViewUnit.Text),
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("reason", "reason", ViewUnit.Text),
        new ViewColumn("thread", "thread", ViewUnit.Identity),
        new ViewColumn("detail", "detail", ViewUnit.Text),
        new ViewColumn("lane", "of", ViewUnit.Text));

    private static readonly TableDescription Gaps = new(
        "records", "Records that are incomplete",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("what", "what", ViewUnit.Text));

    private readonly Dictionary<ModelNeeds, long> _unpaired = [];
    private long _gaps;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "losses", "What is missing from the file, when, and why?",
        ModelNeeds.None, [Losses, Gaps], static _ => new LossesView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.None;

    /// <inheritdoc/>
    public void OnGap() => _gaps++;

    /// <inheritdoc/>
    public void OnUnpaired(ModelNeeds kind) => _unpaired[kind] = _unpaired.GetValueOrDefault(kind) + 1;

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        FileDescription file = Context.File;
        ViewTable losses = new(Losses);
        losses.AddAll(file.Losses, static loss =>
        [
            TextOf(loss.FromUtc), TextOf(loss.ToUtc), loss.Count, loss.Reason.ToString(), loss.Thread, loss.Detail,
            loss.Lane?.ToString(),
        ]);
        ViewTable gaps = new(Gaps);
        foreach ((ModelNeeds kind, long count) in _unpaired.OrderByDescending(pair => pair.Value))
        {
            gaps.Add(count, $"starts or ends without the other half: {kind}");
        }

        if (_gaps > 0)
        {
            gaps.Add(_gaps, "gaps in the trace");
        }

        return new ViewResult(losses, gaps) { Headlines = [Headline(file)] };
    }

    private static string TextOf(DateTime utc) =>
        utc.ToString("yyyy-MM-dd HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture);

    private string Headline(FileDescription file) => (file.Losses.Count + _gaps, file.LossesMayBeMore) switch
    {
        ( > 0, false) => "No other losses than these are known to the recorder.",
        ( > 0, _) => "Further losses are possible: not everything that is lost is reported.",
        (_, false) => "The recorder reports no loss.",
        (_, true) => "No loss is known, and further losses are possible.",
        _ => "No loss is known from the file; it has no manifest that would list others.",
    };
}
