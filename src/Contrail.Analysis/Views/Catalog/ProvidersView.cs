using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which events a file has. Not safe for concurrent use.</summary>
internal sealed class ProvidersView : ViewBase, IView
{
    private static readonly TableDescription Providers = new(
        "providers", "Providers",
        new ViewColumn("count", "events", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("kinds", "kinds", ViewUnit.Count),
        new ViewColumn("provider", "provider", ViewUnit.Text));

    private static readonly TableDescription Events = new(
        "events", "Kinds of events",
        new ViewColumn("count", "events", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("provider", "provider", ViewUnit.Text),
        new ViewColumn("event", "event", ViewUnit.Text));

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "providers", "Which events does the file contain, and how many of each?",
        ModelNeeds.None, [Providers, Events], static _ => new ProvidersView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.None;

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        IReadOnlyList<EventCount> all = Context.File.Events;
        double total = all.Sum(one => (double)one.Count);
        ViewTable providers = new(Providers);
        foreach (IGrouping<string, EventCount> group in
            all.GroupBy(one => one.Provider).OrderByDescending(group => group.Sum(one => one.Count)))
        {
            long count = group.Sum(one => one.Count);
            providers.Add(count, PerSecond(count), Share(count, total), (long)group.Count(), group.Key);
        }

        ViewTable events = new(Events);
        events.AddAll(all, one => [one.Count, PerSecond(one.Count), one.Provider, one.Name]);
        return new ViewResult(providers, events);
    }
}
