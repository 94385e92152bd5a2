using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Formats;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which exceptions were thrown, how often and where. Not safe for concurrent use.</summary>
internal sealed class ExceptionsView : ViewBase, IView
{
    private const int MaxGroups = 1_000;
    private const int MaxThrowers = 10_000;

    private static readonly TableDescription Types = new(
        "exceptions", "Exceptions by type and message, without rethrows",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("rethrown", "rethrown", ViewUnit.Count),
        new ViewColumn("unplaced", "no stack", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("first", "first", ViewUnit.Time),
        new ViewColumn("last", "last", ViewUnit.Time),
        new ViewColumn("type", "type", ViewUnit.Text),
        new ViewColumn("message", "message", ViewUnit.Text),
        new ViewColumn("stack", "thrown at", ViewUnit.Stack));

    private static readonly TableDescription ThrowerTable = new(
        "throwers", "Exceptions by the method that throws them, without rethrows",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("type", "type", ViewUnit.Text),
        new ViewColumn("stack", "thrown at", ViewUnit.Stack));

    private const string Unplaced =
        "Of exceptions without a stack it is unknown which were thrown again: each throw of one counts.";

    private readonly BoundedGroups<(string Type, string Pattern), Group> _groups = new(MaxGroups);
    private readonly BoundedGroups<(string Type, int Place), Throwers> _throwers = new(MaxThrowers);
    private long _count;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "exceptions", "Which exceptions were thrown, how often, and by which method?",
        ModelNeeds.Exceptions, [Types, ThrowerTable], static _ => new ExceptionsView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Exceptions | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception)
    {
        _groups.Find((exception.Type, MessagePattern.Of(exception.Message)))?.Add(exception);
        if (exception.IsRethrown != true)
        {
            _count++;
            if (!exception.Stack.IsNone)
            {
                _throwers.Find((exception.Type, PlaceOf(exception.Stack)))?.Add(exception.Stack);
            }
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable types = new(Types);
        foreach (((string type, string pattern), Group group) in
            _groups.All.OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Value.First))
        {
            types.Add(
                group.Count, Rethrown(group), group.UnplacedCount,
                PerSecond(group.Count), group.First, group.Last, type,
                group.OnlyMessage ?? pattern, group.Places.Heaviest(Stacks));
        }

        ViewTable throwers = new(ThrowerTable);
        foreach (IGrouping<(string Type, string Place), Throwers> group in _throwers.All
            .GroupBy(pair => (pair.Key.Type, TextOf(pair.Value)), pair => pair.Value)
            .OrderByDescending(group => group.Sum(one => one.Count)).Take(MaxGroups))
        {
            long count = group.Sum(one => one.Count);
            throwers.Add(
                count, Share(count, _count), group.Key.Type,
                group.MaxBy(one => one.Count)!.Places.Heaviest(Stacks));
        }

        return new ViewResult(types, throwers)
        {
            Notes =
            [
                .. _groups.Notes("exceptions"),
                .. _throwers.Notes("exceptions of rare methods"),
                .. _groups.All.Any(pair => pair.Value.UnplacedCount > 0) ? [Unplaced] : (string[])[],
            ],
        };
    }

    private static ViewValue Rethrown(Group group) =>
        group.UnplacedCount == 0 ? group.RethrownCount : default(ViewValue);

    // Frames with one text can differ in what it does not contain.
    private string TextOf(Throwers throwers) =>
        Stacks.Place(throwers.Places.Heaviest(Stacks))!.Value.Frame.FullText();

    private sealed class Throwers
    {
        public long Count { get; private set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(StackId stack)
        {
            Count++;
            Places.Add(stack);
        }
    }

    private sealed class Group
    {
        public long Count { get; private set; }

        public long RethrownCount { get; private set; }

        /// <summary>Those without a stack: whether one of them was thrown again is unknown.</summary>
        public long UnplacedCount { get; private set; }

        public TraceTime First { get; private set; }

        public TraceTime Last { get; private set; }

        /// <summary>The message; null once two different messages occurred.</summary>
        public string? OnlyMessage { get; private set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(in ExceptionRecord exception)
        {
            bool isFirst = Count + RethrownCount == 0;
            OnlyMessage = isFirst || OnlyMessage == exception.Message ? exception.Message : null;
            First = isFirst || exception.Time < First ? exception.Time : First;
            Last = isFirst || exception.Time > Last ? exception.Time : Last;
            if (exception.IsRethrown == true)
            {
                RethrownCount++;
                return;
            }

            Count++;
            UnplacedCount += exception.Stack.IsNone ? 1 : 0;
            Places.Add(exception.Stack);
        }
    }
}
