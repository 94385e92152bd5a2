using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which types were allocated, and where. Not safe for concurrent use.</summary>
internal sealed class AllocationsView : ViewBase, IView
{
    private const int MaxTypes = 10_000;

    private static readonly TableDescription Types = new(
        "types", "Allocated bytes by type (estimated from samples)",
        new ViewColumn("bytes", "bytes", ViewUnit.Bytes),
        new ViewColumn("rate", "per second", ViewUnit.Bytes),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("type", "type", ViewUnit.Text),
        new ViewColumn("stack", "mostly at", ViewUnit.Stack));

    private static readonly TableDescription Places = new(
        "places", "Allocated bytes by method",
        new ViewColumn("bytes", "bytes", ViewUnit.Bytes),
        new ViewColumn("share", "share", ViewUnit.Share),
        new ViewColumn("samples", "samples", ViewUnit.Count),
        new ViewColumn("stack", "at", ViewUnit.Stack));

    private readonly BoundedGroups<string, Group> _types = new(MaxTypes);
    private readonly PlaceTally _places = new();
    private double _bytes;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "allocations", "Which types were allocated, how much, and by which methods?",
        ModelNeeds.Allocations, [Types, Places], static _ => new AllocationsView())
    {
        Recording = "--profile gc",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Allocations | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation)
    {
        _bytes += allocation.Bytes;
        _places.Add(allocation.Stack, allocation.Bytes);
        _types.Find(allocation.Type)?.Add(allocation);
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable types = new(Types);
        foreach ((string type, Group group) in _types.All.OrderByDescending(pair => pair.Value.Bytes))
        {
            types.Add(
                group.Bytes, PerSecond(group.Bytes), Share(group.Bytes, _bytes), group.Count,
                type.Length > 0 ? type : null, group.Places.Heaviest(Stacks));
        }

        ViewTable places = new(Places);
        places.AddAll(_places.Conclude(Stacks), place =>
            [place.Weight, Share(place.Weight, _bytes), place.Count, place.Stack]);
        return new ViewResult(types, places)
        {
            Notes = [.. _types.Notes("allocations"), .. _places.Notes("samples")],
        };
    }

    private sealed class Group
    {
        public double Bytes { get; private set; }

        public long Count { get; private set; }

        public PlaceTally Places { get; } = new(PlaceTally.MaxStacksOfGroup);

        public void Add(in AllocationSample allocation)
        {
            Bytes += allocation.Bytes;
            Count++;
            Places.Add(allocation.Stack, allocation.Bytes);
        }
    }
}
