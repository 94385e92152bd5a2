using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>All views: the only list of them. Immutable; safe from any thread.</summary>
internal static class ViewCatalog
{
    /// <summary>The views, in the order in which a list shows them.</summary>
    public static IReadOnlyList<ViewDescription> All { get; } =
    [
        TimelineView.Description,
        GcPausesView.Description,
        CollectionsView.Description,
        HeapView.Description,
        AllocationsView.Description,
        ExceptionsView.Description,
        ContentionsView.Description,
        WaitsView.Description,
        DeadlocksView.Description,
        AsyncView.Description,
        ThreadPoolView.Description,
        ThreadsView.Description,
        CpuView.Description,
        HotMethodsView.Description,
        CallTreeView.Description,
        CallersView.Description,
        StacksView.Description,
        OffCpuView.Description,
        SpansView.Requests,
        SpansView.HttpClient,
        SpansView.DnsTls,
        SpansView.Sql,
        SpansView.Sockets,
        SpansView.Activities,
        LogsView.Description,
        CountersView.Description,
        MachineView.Description,
        JitView.Description,
        ModulesView.Description,
        StartFunctionsView.Description,
        SchedulingView.Description,
        BlockingView.Description,
        SyscallsView.Description,
        GcPausesView.StopTheWorld,
        MutatorView.Description,
        ProcsView.Description,
        TasksView.Description,
        RegionsView.Description,
        EventsView.Description,
        ProvidersView.Description,
        LossesView.Description,
        RecordedProcessView.Description,
    ];

    /// <summary>The view of a name; null if there is none.</summary>
    public static ViewDescription? Find(string name) => All.FirstOrDefault(view => view.Name == name);
}
