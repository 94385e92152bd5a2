using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which modules the process loaded. Not safe for concurrent use.</summary>
internal sealed class ModulesView : ViewBase, IView
{
    private const int MaxModules = 10_000;

    private static readonly TableDescription Modules = new(
        "modules", "Modules, the latest first",
        new ViewColumn("time", "loaded", ViewUnit.Time),
        new ViewColumn("module", "module", ViewUnit.Text),
        new ViewColumn("symbols", "symbols", ViewUnit.Text));

    private readonly BoundedGroups<(string Path, ulong Id), Loaded> _modules = new(MaxModules);

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "modules", "Which modules did the process load, and when?",
        ModelNeeds.Modules, [Modules], static _ => new ModulesView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Modules;

    /// <inheritdoc/>
    public void Add(in ModuleLoad module)
    {
        if (_modules.Find((module.Path, module.ModuleId)) is { } loaded)
        {
            // A rundown lists what an event has reported with its time.
            loaded.Module = loaded.Module.Time is null ? module : loaded.Module;
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable table = new(Modules);
        table.AddAll(
            _modules.All.Select(pair => pair.Value.Module)
                .OrderByDescending(module => module.Time?.Nanoseconds ?? long.MinValue)
                .ThenBy(module => module.Path, StringComparer.Ordinal),
            static module => [module.Time, module.Path, module.SymbolPath.Length > 0 ? module.SymbolPath : null]);
        return new ViewResult(table)
        {
            Notes = [.. _modules.Notes("modules"), "A module without a time was loaded before the window."],
        };
    }

    private sealed class Loaded
    {
        public ModuleLoad Module { get; set; }
    }
}
