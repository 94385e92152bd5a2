using System.Linq.Expressions;

namespace Contrail.Target.Dynamic;

/// <summary>A compiled expression tree a round, with a name of its own.</summary>
internal static class CompiledExpressions
{
    public static void Mark(int round)
    {
        string name = $"Expression_{round}";
        Expression mark = Expression.Call(
            Marks.WriteMethod, Expression.Constant("Expression"), Expression.Constant(name));
        _ = Expression.Lambda<Func<int>>(Expression.Add(mark, Expression.Constant(1)), name, []).Compile()();
    }
}
