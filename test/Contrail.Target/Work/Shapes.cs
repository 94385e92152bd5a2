using System.Runtime.CompilerServices;

namespace Contrail.Target.Work;

/// <summary>Virtual calls, generics over values and references, nested types: the names hard to get right.</summary>
internal static class Shapes
{
    private static readonly Shape[] All = [new Shape.Circle(2), new Shape.Square(3)];

    public static void Round()
    {
        foreach (Shape shape in All)
        {
            _ = Measure<Shape, double>(shape, static one => one.Area());
            _ = Measure(1, static number => (long)number);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TResult Measure<TSource, TResult>(TSource source, Func<TSource, TResult> measure)
    {
        TResult result = measure(source);
        WorkEvents.Log.Done(typeof(TSource).Name, 0);
        return result;
    }
}
