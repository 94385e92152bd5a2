using System.Linq.Expressions;
using Shop.Stage;

namespace Shop.Cpu;

/// <summary>Each request compiles the filter that it contains. The twin keeps compiled filters.</summary>
internal static class JitLoad
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new FilterCompiler(() => scene.IsHealthy)).AddSingleton<ProductSearch>(),
        routes => routes.MapGet("/search/{limit:int}", (int limit, ProductSearch search) => search.Count(limit % 50)),
        150, "/search/{n}");

    internal sealed class ProductSearch(FilterCompiler filters)
    {
        private readonly int[] _prices = [.. Enumerable.Range(0, 200)];

        public int Count(int limit) => _prices.Count(filters.Below(limit));
    }

    internal sealed class FilterCompiler(Func<bool> keepsFilters)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Func<int, bool>> _filters = new();

        public Func<int, bool> Below(int limit) => keepsFilters() ? _filters.GetOrAdd(limit, Compile) : Compile(limit);

        private static Func<int, bool> Compile(int limit)
        {
            ParameterExpression price = Expression.Parameter(typeof(int), "price");
            return Expression.Lambda<Func<int, bool>>(
                Expression.LessThan(price, Expression.Constant(limit)), price).Compile();
        }
    }
}
