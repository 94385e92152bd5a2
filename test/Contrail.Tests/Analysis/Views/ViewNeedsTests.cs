using System.Reflection;
using Contrail.Analysis.Model;
using Xunit;

namespace Contrail.Tests.Analysis.Views;

/// <summary>A view receives only the kinds that it declares: it must declare what it implements.</summary>
public sealed class ViewNeedsTests
{
    private static readonly Dictionary<Type, ModelNeeds> Kinds = new()
    {
        [typeof(Pause)] = ModelNeeds.Pauses,
        [typeof(Collection)] = ModelNeeds.Collections,
        [typeof(Wait)] = ModelNeeds.Waits | ModelNeeds.HandleWaits,
        [typeof(Sample)] = ModelNeeds.Samples,
        [typeof(ExecutionState)] = ModelNeeds.ExecutionStates,
        [typeof(Region)] = ModelNeeds.Regions,
        [typeof(TraceTask)] = ModelNeeds.Tasks,
        [typeof(ExceptionRecord)] = ModelNeeds.Exceptions,
        [typeof(AllocationSample)] = ModelNeeds.Allocations,
        [typeof(Counter)] = ModelNeeds.Counters,
        [typeof(PoolAdjustment)] = ModelNeeds.PoolAdjustments,
        [typeof(LogRecord)] = ModelNeeds.Logs,
        [typeof(AsyncOperation)] = ModelNeeds.AsyncOperations,
        [typeof(AsyncSpan)] = ModelNeeds.AsyncOperations,
        [typeof(AsyncDamage)] = ModelNeeds.AsyncOperations,
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
                && map.TargetMethods[index].DeclaringType == type)
            {
                received |= Kinds[map.InterfaceMethods[index].GetParameters()[0].ParameterType.GetElementType()!];
            }
        }

        IModelSink sink = (IModelSink)Activator.CreateInstance(type)!;
        Assert.Equal(received, sink.Needs & ~ModelNeeds.Stacks);
    }

    private static IEnumerable<Type> ViewTypes() => typeof(IModelSink).Assembly.GetTypes().Where(type =>
        type.Namespace == "Contrail.Analysis.Views" && typeof(IModelSink).IsAssignableFrom(type));
}
