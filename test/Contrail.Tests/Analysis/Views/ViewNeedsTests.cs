using System.Reflection;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Xunit;

namespace Contrail.Tests.Analysis.Views;

/// <summary>A view receives only the kinds that it declares: it must declare what it implements.</summary>
public sealed class ViewNeedsTests
{
    private static readonly Dictionary<Type, ModelNeeds> Kinds = new()
    {
        [typeof(Pause)] = ModelNeeds.Pauses,
        [typeof(Collection)] = ModelNeeds.Collections,
        [typeof(Wait)] = ModelNeeds.Waits,
        [typeof(Sample)] = ModelNeeds.Samples,
        [typeof(ExecutionState)] = ModelNeeds.ExecutionStates,
        [typeof(Region)] = ModelNeeds.Regions,
        [typeof(TraceTask)] = ModelNeeds.Tasks,
        [typeof(ExceptionRecord)] = ModelNeeds.Exceptions,
        [typeof(AllocationSample)] = ModelNeeds.Allocations,
        [typeof(Counter)] = ModelNeeds.Counters,
        [typeof(FigureReading)] = ModelNeeds.Figures,
        [typeof(PoolAdjustment)] = ModelNeeds.PoolAdjustments,
        [typeof(LogRecord)] = ModelNeeds.Logs,
        [typeof(AsyncOperation)] = ModelNeeds.AsyncOperations,
        [typeof(AsyncSpan)] = ModelNeeds.AsyncOperations,
        [typeof(AsyncDamage)] = ModelNeeds.AsyncOperations,
        [typeof(HeapState)] = ModelNeeds.HeapStates,
        [typeof(FinalizedObject)] = ModelNeeds.Finalizations,
        [typeof(Span)] = ModelNeeds.Spans,
        [typeof(CompiledMethod)] = ModelNeeds.CompiledMethods,
        [typeof(OffCpuTime)] = ModelNeeds.OffCpuTimes,
        [typeof(ModuleLoad)] = ModelNeeds.Modules,
        [typeof(ProcUse)] = ModelNeeds.ProcUses,
        [typeof(CollectionWork)] = ModelNeeds.CollectionWork,
        [typeof(EventRecord)] = ModelNeeds.Events,
    };

    public static TheoryData<string> Views { get; } =
        [.. ViewTypes().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Views))]
    public void A_view_declares_the_kinds_that_it_receives_and_no_others(string view)
    {
        Type type = ViewTypes().Single(one => one.FullName == view);
        ModelNeeds received = ModelNeeds.None;
        InterfaceMapping map = type.GetInterfaceMap(typeof(IModelSink));
        for (int index = 0; index < map.InterfaceMethods.Length; index++)
        {
            // A method that the view does not implement is the empty one of the interface.
            if (map.InterfaceMethods[index].Name == nameof(IModelSink.Add)
                && map.TargetMethods[index].DeclaringType != typeof(IModelSink))
            {
                received |= Kinds[map.InterfaceMethods[index].GetParameters()[0].ParameterType.GetElementType()!];
            }
        }

        bool hasOptions = type.GetConstructor([typeof(ViewOptions)]) is not null;
        object?[] arguments = hasOptions ? [new ViewOptions { Method = "Main" }] : [];
        ModelNeeds needs = ((IModelSink)Activator.CreateInstance(type, arguments)!).Needs
            & ~(ModelNeeds.Stacks | ModelNeeds.EarlierFigures);
        const ModelNeeds OtherWaits = ModelNeeds.HandleWaits | ModelNeeds.TaskWaits;
        if ((needs & OtherWaits) != 0)
        {
            // Three kinds arrive as one record: a view can require any of them.
            needs = (needs & ~OtherWaits) | ModelNeeds.Waits;
        }

        // What a view with options requires depends on them.
        Assert.Equal(hasOptions ? needs : received, hasOptions ? needs & received : needs);
    }

    [Fact]
    public void Every_view_has_a_name_and_a_question_of_its_own()
    {
        Assert.Equal(ViewCatalog.All.Count, ViewCatalog.All.Select(view => view.Name).Distinct().Count());
        Assert.Equal(ViewCatalog.All.Count, ViewCatalog.All.Select(view => view.Question).Distinct().Count());
        Assert.All(ViewCatalog.All, view =>
        {
            Assert.Matches("^[a-z][a-z0-9-]*$", view.Name);
            Assert.EndsWith("?", view.Question, StringComparison.Ordinal);
            Assert.NotEmpty(view.Tables);
        });
    }

    [Fact]
    public void Every_column_has_a_name_of_its_own_in_its_table() => Assert.All(
        ViewCatalog.All.SelectMany(view => view.Tables),
        table => Assert.Equal(table.Columns.Count, table.Columns.Select(column => column.Name).Distinct().Count()));

    [Fact]
    public void Every_catalogued_view_concludes_with_its_own_tables_for_an_empty_trace() => Assert.All(
        ViewCatalog.All,
        view =>
        {
            ViewRun run = new([view], new ViewOptions { Method = "Main" });
            run.Model.OnBegin(TraceContext.Empty);
            run.Model.OnEnd(default);
            ViewResult result = Assert.Single(run.Conclude());
            Assert.All(result.Tables, table => Assert.Contains(table.Description, view.Tables));
            Assert.All(result.Tables, table => Assert.Empty(table.Rows));
        });

    private static IEnumerable<Type> ViewTypes() => typeof(IModelSink).Assembly.GetTypes().Where(type =>
        type.Namespace?.StartsWith("Contrail.Analysis.Views", StringComparison.Ordinal) == true
        && typeof(IModelSink).IsAssignableFrom(type)
        && type is { IsClass: true, IsAbstract: false, IsNested: false });
}
