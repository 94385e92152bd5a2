using Shop.Stage;

namespace Shop.Cpu;

/// <summary>A discount is found by comparing every rule with every product. The twin has an index.</summary>
internal static class HotMethod
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new DiscountRules(() => scene.IsHealthy)).AddSingleton<PriceService>(),
        routes => routes.MapGet("/quotes/{id:int}", (int id, PriceService prices) => prices.Quote(id)),
        100, "/quotes/{n}");

    internal sealed class PriceService(DiscountRules rules)
    {
        public decimal Quote(int id) => 19.9m * (1 - rules.Find($"product-{id % DiscountRules.Count}"));
    }

    internal sealed class DiscountRules(Func<bool> isIndexed)
    {
        public const int Count = 24_000;

        private readonly string[] _patterns = [.. Enumerable.Range(0, Count).Select(number => $"PRODUCT-{number}")];
        private readonly Dictionary<string, int> _index = Enumerable.Range(0, Count)
            .ToDictionary(number => $"product-{number}", number => number);

        public decimal Find(string product) => isIndexed() ? _index[product] % 10 / 100m : Scan(product) % 10 / 100m;

        private int Scan(string product)
        {
            int best = 0;
            int bestScore = int.MaxValue;
            for (int index = 0; index < _patterns.Length; index++)
            {
                int score = Distance(_patterns[index], product);
                if (score < bestScore)
                {
                    (best, bestScore) = (index, score);
                }
            }

            return best;
        }

        private static int Distance(string pattern, string text)
        {
            Span<int> row = stackalloc int[text.Length + 1];
            for (int column = 0; column < row.Length; column++)
            {
                row[column] = column;
            }

            foreach (char letter in pattern)
            {
                int diagonal = row[0]++;
                for (int column = 1; column < row.Length; column++)
                {
                    int cost = char.ToLowerInvariant(letter) == text[column - 1] ? 0 : 1;
                    (diagonal, row[column]) = (row[column],
                        Math.Min(Math.Min(row[column], row[column - 1]) + 1, diagonal + cost));
                }
            }

            return row[^1];
        }
    }
}
